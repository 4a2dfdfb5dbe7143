/**
 * A small internet on one machine: every place is a network namespace of its own, connected by a cable to one router. Owns
 * namespaces, addresses and faults, all with one prefix, so that the next run finds and removes the remains of a killed one.
 * Touches nothing outside of its own namespaces; knows nothing of browsers or calls.
 */
import { execFileSync } from 'node:child_process';

const PREFIX = 'vrlab-';
const ROUTER = `${PREFIX}router`;
/** Namespaces are reached as `10.77.<place>.2`; a place that has moved to another network, as `10.78.<place>.2`. */
const NETWORKS = ['10.77', '10.78'] as const;

/** A place for one computer. */
export interface Place {
  readonly name: string;
  readonly namespace: string;
  /** Identifies the router's end of the cable, and the address as the router sees it. */
  readonly index: number;
  /** Its current network, an index of `NETWORKS`. */
  network: number;
}

/** Ends a fault. */
export type Undo = () => void;

function run(command: string, args: string[], input?: string): string {
  return execFileSync(command, args, { encoding: 'utf8', input, stdio: ['pipe', 'pipe', 'pipe'] });
}

/** Runs `ip` commands, one per line, in a namespace: in one process, so that they take effect together. */
function ip(namespace: string, lines: string): void {
  run('ip', ['-n', namespace, '-batch', '-'], lines.trim());
}

function set(namespace: string, settings: Record<string, number>): void {
  const script = Object.entries(settings).map(([path, value]) => `echo ${value} >/proc/sys/net/${path}`);
  run('ip', ['netns', 'exec', namespace, 'sh', '-c', script.join(' && ')]);
}

/** Ends all processes in namespaces of the lab, from this run or another, and removes the namespaces. */
export function sweep(): void {
  const names = run('ip', ['netns', 'list'])
    .split('\n')
    .map((line) => line.split(' ')[0]!)
    .filter((name) => name.startsWith(PREFIX));
  for (const name of names) {
    for (const pid of run('ip', ['netns', 'pids', name]).split('\n').filter(Boolean)) {
      try {
        process.kill(Number(pid), 'SIGKILL');
      } catch {} // It has ended by itself.
    }
    run('ip', ['netns', 'del', name]);
  }
}

/** Why the network cannot be created here, as a sentence, or `undefined`. */
export function whyNoNetwork(): string | undefined {
  const name = `${PREFIX}probe`;
  try {
    run('ip', ['netns', 'add', name]);
    run('ip', ['netns', 'exec', name, 'iptables', '-A', 'FORWARD', '-j', 'DROP']);
    return undefined;
  } catch {
    return 'this machine lets nobody make network namespaces with packet filters.';
  } finally {
    sweep();
  }
}

export class Network {
  #places = 0;

  constructor() {
    sweep();
    this.#namespace(ROUTER);
    set(ROUTER, { 'ipv4/ip_forward': 1 });
  }

  /**
   * A new place. With `nat` it is behind a symmetric NAT: each destination sees another port of the NAT, and unrequested packets
   * are dropped, so that two such places cannot find a path to each other.
   */
  place(name: string, { nat = false } = {}): Place {
    const place = { name, namespace: PREFIX + name, index: ++this.#places, network: 0 };
    const outside = nat ? `${place.namespace}-nat` : place.namespace;
    this.#namespace(place.namespace);
    if (nat) this.#namespace(outside);
    ip(ROUTER, `link add ${name} type veth peer name eth0 netns ${outside}`);
    for (const network of NETWORKS) ip(ROUTER, `addr add ${network}.${place.index}.1/24 dev ${name}`);
    ip(ROUTER, `link set ${name} up`);
    this.#address(outside, place);
    if (nat) {
      const home = `192.168.${place.index}`;
      set(outside, { 'ipv4/ip_forward': 1 });
      ip(outside, `link add home type veth peer name eth0 netns ${place.namespace}`);
      ip(outside, `addr add ${home}.1/24 dev home\nlink set home up`);
      ip(
        place.namespace,
        `link set eth0 up\naddr add ${home}.2/24 dev eth0\nroute add default via ${home}.1`,
      );
      const filter = (rule: string) => this.#filter(outside, rule);
      filter('-t nat -A POSTROUTING -o eth0 -j MASQUERADE --random-fully');
      filter('-A INPUT -i eth0 -j DROP');
      filter('-A FORWARD -i eth0 -m conntrack ! --ctstate ESTABLISHED,RELATED -j DROP');
    }
    return place;
  }

  /** The address by which others reach a place. */
  address({ network, index }: Place): string {
    return `${NETWORKS[network]}.${index}.2`;
  }

  /** A command prefix that runs the command at a place. */
  at({ namespace }: Place): string[] {
    return ['ip', 'netns', 'exec', namespace];
  }

  /** Pulls the cable: the place itself notices that its carrier is gone. */
  unplug({ name }: Place): Undo {
    ip(ROUTER, `link set ${name} down`);
    return () => ip(ROUTER, `link set ${name} up`);
  }

  /** Nothing passes to or from a place any more, but nobody is notified: a cut behind a router. */
  silence(place: Place): Undo {
    return this.#forward([`-i ${place.name}`, `-o ${place.name}`]);
  }

  /** Nothing passes between two places, both ways. */
  part(a: Place, b: Place): Undo {
    return this.#forward([`-i ${a.name} -o ${b.name}`, `-i ${b.name} -o ${a.name}`]);
  }

  /** TCP connections from `a` to `b` are refused at once, as if no server listened there. */
  refuse(a: Place, b: Place): Undo {
    return this.#forward([`-i ${a.name} -o ${b.name} -p tcp`], 'REJECT --reject-with tcp-reset');
  }

  /** Only TCP passes to and from a place. */
  forbidUdp({ name }: Place): Undo {
    return this.#forward([`-i ${name} -p udp`, `-o ${name} -p udp`]);
  }

  /** Loses packets at random, `share` (0 to 1) in each direction. */
  lose({ name }: Place, share: number): Undo {
    const chance = `-m statistic --mode random --probability ${share}`;
    return this.#forward([`-i ${name} ${chance}`, `-o ${name} ${chance}`]);
  }

  /** Limits the rate in each direction; up to 400 ms of traffic wait in a queue, as in a home router. */
  throttle({ name, namespace }: Place, kilobits: number): Undo {
    const undo = [limitRate(ROUTER, name, kilobits), limitRate(namespace, 'eth0', kilobits)];
    return () => {
      for (const each of undo) each();
    };
  }

  /** The same for what leaves a place. */
  throttleUplink({ namespace }: Place, kilobits: number): Undo {
    return limitRate(namespace, 'eth0', kilobits);
  }

  /** Moves a place to another network, like a phone that leaves the house: another address, another route. */
  move(place: Place): void {
    place.network = 1 - place.network;
    this.#address(place.namespace, place);
  }

  /** Removes everything. */
  close(): void {
    sweep();
  }

  #namespace(name: string): void {
    run('ip', ['netns', 'add', name]);
    // Link-local addresses would be another route, which no case expects.
    set(name, { 'ipv6/conf/all/disable_ipv6': 1, 'ipv6/conf/default/disable_ipv6': 1 });
    ip(name, 'link set lo up');
  }

  #address(namespace: string, place: Place): void {
    const gateway = this.address(place).replace(/2$/, '1');
    ip(
      namespace,
      `link set eth0 up
addr flush dev eth0
addr add ${this.address(place)}/24 dev eth0
route replace default via ${gateway}`,
    );
  }

  #forward(matches: string[], target = 'DROP'): Undo {
    const change = (action: 'A' | 'D') => {
      for (const match of matches) this.#filter(ROUTER, `-${action} FORWARD ${match} -j ${target}`);
    };
    change('A');
    return () => change('D');
  }

  #filter(namespace: string, rule: string): void {
    run('ip', ['netns', 'exec', namespace, 'iptables', '-w', ...rule.split(' ')]);
  }
}

function limitRate(namespace: string, device: string, kilobits: number): Undo {
  const limit = ['tbf', 'rate', `${kilobits}kbit`, 'burst', '4k', 'latency', '400ms'];
  run('tc', ['-n', namespace, 'qdisc', 'add', 'dev', device, 'root', ...limit]);
  return () => run('tc', ['-n', namespace, 'qdisc', 'del', 'dev', device, 'root']);
}
