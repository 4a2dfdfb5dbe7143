'use client';
import { useState } from 'react';
import { VideoRoom } from 'video-room/react';

export function Call({ server }: { server: string | undefined }) {
  const [title, setTitle] = useState('Next');
  return (
    <>
      <title>{title}</title>
      <VideoRoom
        room="next"
        server={server}
        withoutLobby
        onRoomJoined={({ detail }) => setTitle(`joined ${detail.participantId}`)}
      />
    </>
  );
}
