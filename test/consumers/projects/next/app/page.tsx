import { Call } from './call';

export default function Page() {
  return <Call server={process.env.NEXT_PUBLIC_SERVER} />;
}
