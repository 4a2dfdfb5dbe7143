import 'video-room';
import { render } from 'solid-js/web';
import type {} from 'video-room/solid';

render(
  () => (
    <video-room
      room="solid"
      server={import.meta.env.VITE_SERVER as string}
      without-lobby
      on:room-joined={({ detail }) => {
        document.title = `joined ${detail.participantId}`;
      }}
    />
  ),
  document.querySelector('#app')!,
);
