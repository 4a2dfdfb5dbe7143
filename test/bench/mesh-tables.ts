/** Prints the cost and quality of calls with several participants. */
import type { MeshRound, Way } from './mesh.js';
import { median, quantile, rounded } from './statistics.js';

/** Threads and processes below this share of a core are left out. */
const LITTLE = 0.015;

interface Circumstances {
  video: boolean;
  busy: number;
  seconds: number;
  noise: boolean;
}

export function printMesh(
  room: string,
  people: number,
  { video, busy, seconds, noise }: Circumstances,
  results: Map<Way, MeshRound[]>,
): void {
  const ends = people * (people - 1);
  const cameras = video ? (noise ? ', cameras of 320 × 180 noise at 15/s' : '') : ' without video';
  const beside = busy ? `, beside ${busy} busy processes` : '';
  console.log(`\nRoom of ${room}${cameras}${beside}; medians of rounds, ${seconds} s each`);

  const rows: Record<string, Record<string, number | string>> = {};
  const sums: Record<string, number>[] = [];
  for (const [{ name }, rounds] of results) {
    const sum = summary(rounds, ends, people);
    sums.push(sum);
    rows[name] = {
      'met in': `${rounds.filter(({ linked }) => linked !== undefined).length} of ${rounds.length}`,
      'linked, s': rounded(sum.linked!, 1),
      'p90, s': rounded(quantile(times(rounds), 0.9) / 1_000, 1),
      'after the last came, s': rounded(sum.afterLast!, 1),
      ...(video
        ? {
            'pictures/s and link': rounded(sum.pictures!, 1),
            lines: heights(rounds),
            'encoding, cores': rounded(sum.encoding!, 2),
            'slow encoders': slow(rounds),
          }
        : {}),
      'CPU, cores': rounded(sum.cpu!, 2),
      'uplink, kbit/s each': rounded(sum.uplink!),
      'made-up sound, %': rounded(sum.concealed! * 100, 2),
      ...(video ? { freezes: rounded(sum.freezes!) } : {}),
      'timers over 1 s late': rounded(sum.late!),
      'of it, s': rounded(sum.lateness!, 1),
      connections: `${rounded(sum.made!)} of ${ends}`,
    };
  }
  console.table(rows);

  const ours = sums.at(-1)!;
  const names = [...results.keys()].map(({ name }) => name);
  const ratiosTo = (base: Record<string, number>) => {
    const ratio = (key: string) => rounded(ours[key]! / base[key]!, 2);
    return {
      'linked, s': ratio('linked'),
      'after the last came': ratio('afterLast'),
      ...(video ? { pictures: ratio('pictures'), encoding: ratio('encoding') } : {}),
      CPU: ratio('cpu'),
      uplink: ratio('uplink'),
    };
  };
  console.log('Ratio of the element to:');
  console.table(Object.fromEntries(sums.slice(0, -1).map((base, index) => [names[index], ratiosTo(base)])));
  for (const kind of ['processes', 'threads'] as const) {
    const table = byName(results, kind);
    if (!Object.keys(table).length) continue;
    console.log(
      kind === 'processes' ? 'Cores by type of process' : 'Cores by thread of the pages’ processes',
    );
    console.table(table);
  }
}

const times = (rounds: MeshRound[]) => rounds.map(({ linked }) => linked ?? Number.POSITIVE_INFINITY);
const total = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);

/** Medians over rounds. A round without a full mesh counts as the longest. */
function summary(rounds: MeshRound[], ends: number, people: number): Record<string, number> {
  const over = (read: (round: MeshRound) => number) => median(rounds.map(read));
  const media = (key: 'pictures' | 'uplink' | 'encoding' | 'freezes') =>
    over(({ media }) => total(media.map((one) => one[key])));
  return {
    linked: median(times(rounds)) / 1_000,
    afterLast: over(({ afterLast }) => afterLast ?? Number.POSITIVE_INFINITY) / 1_000,
    pictures: media('pictures') / ends,
    encoding: media('encoding'),
    uplink: media('uplink') / people / 1_000,
    freezes: media('freezes'),
    concealed: over(({ media }) => total(media.map((one) => one.concealed)) / media.length),
    cpu: over(({ processes }) => total(Object.values(processes)) || Number.NaN),
    late: over(({ late }) => late.length),
    lateness: over(({ late }) => total(late)) / 1_000,
    made: over(({ made }) => made),
  };
}

/** Such as `180 × 8, 360 × 4`: number of pictures by height, over all rounds. */
function heights(rounds: MeshRound[]): string {
  const counts = new Map<number, number>();
  for (const lines of rounds.flatMap(({ media }) => media.flatMap((one) => one.lines))) {
    counts.set(lines, (counts.get(lines) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([lines, count]) => `${lines} × ${count}`)
    .join(', ');
}

/** Encoders that report a machine that is too slow, over all rounds. */
function slow(rounds: MeshRound[]): string {
  const all = rounds.flatMap(({ media }) => media);
  return `${total(all.map((one) => one.slow))} of ${total(all.map((one) => one.encoders))}`;
}

/** A row for each name, a column for each way. */
function byName(
  results: Map<Way, MeshRound[]>,
  kind: 'processes' | 'threads',
): Record<string, Record<string, number | string>> {
  const names = new Set(
    [...results.values()].flatMap((rounds) => rounds.flatMap((round) => Object.keys(round[kind]))),
  );
  const rows = [...names]
    .map((name) => ({
      name,
      values: [...results].map(
        ([way, rounds]) => [way.name, median(rounds.map((round) => round[kind][name] ?? 0))] as const,
      ),
    }))
    .filter(({ values }) => values.some(([, value]) => value >= LITTLE))
    .sort((a, b) => total(b.values.map(([, value]) => value)) - total(a.values.map(([, value]) => value)));
  return Object.fromEntries(
    rows.map(({ name, values }) => [
      name,
      Object.fromEntries(values.map(([way, value]) => [way, rounded(value, 2)])),
    ]),
  );
}
