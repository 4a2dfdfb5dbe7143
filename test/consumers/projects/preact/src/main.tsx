import 'video-room';
import { render } from 'preact';
import type {} from 'video-room/preact';

render(
  <video-room
    room="preact"
    server={import.meta.env.VITE_SERVER as string}
    without-lobby
    onroom-joined={({ detail }) => {
      document.title = `joined ${detail.participantId}`;
    }}
  />,
  document.querySelector('#app')!,
);
