import { VideoRoom } from 'video-room';

const element = new VideoRoom();
element.addEventListener('room-joined', ({ detail }) => {
  document.title = `joined ${detail.participantId}`;
});
Object.assign(element, { room: 'bundle', server: SERVER, withoutLobby: true });
document.body.append(element);
