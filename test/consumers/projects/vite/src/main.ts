import 'video-room';

const element = document.querySelector('video-room')!;
element.addEventListener('room-joined', ({ detail }) => {
  document.title = `joined ${detail.participantId}`;
});
element.addEventListener('room-error', ({ detail }) => console.error(detail.code satisfies string));
element.server = import.meta.env.VITE_SERVER as string;
