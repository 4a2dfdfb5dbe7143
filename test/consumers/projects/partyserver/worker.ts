import { type Authorize, party } from 'video-room/party/worker';

export { Main } from 'video-room/party/worker';

interface Env {
  Main: DurableObjectNamespace;
  USER_ALLOWED: string;
}

const authorize: Authorize<Request> = async (request, room, env) => {
  const user = request.headers.get('x-user');
  if (!user) return null;
  return user === env.USER_ALLOWED ? { sub: user, name: `${user} of ${room}`, role: 'host' } : undefined;
};

export default party({ authorize }) satisfies ExportedHandler<Env>;
