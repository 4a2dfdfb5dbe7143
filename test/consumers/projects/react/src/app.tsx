import { StrictMode, useRef } from 'react';
import { VideoRoom, type VideoRoomElement } from 'video-room/react';

export function App() {
  const call = useRef<VideoRoomElement>(null);
  return (
    <StrictMode>
      <VideoRoom
        ref={call}
        room="react"
        server={import.meta.env.VITE_SERVER as string}
        withoutLobby
        className="call"
        onRoomJoined={({ detail }) => {
          document.title = `joined ${detail.participantId}`;
        }}
        onRoomError={({ detail }) => console.error(detail.code)}
        onRoomLeft={({ detail }) => console.log(detail.reason, call.current?.state)}
      />
    </StrictMode>
  );
}

/** The tag itself has types too. */
export const Tag = () => <video-room room="react" secret-from="hash" relay-only="" />;
// @ts-expect-error: in JSX this would be the attribute "relayonly"
export const Misspelled = () => <video-room room="react" relayOnly />;
