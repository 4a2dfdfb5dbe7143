/**
 * Writes demo/docs/reference.md from two sources that exist anyway: the manifest that the build makes of the element's
 * JSDoc, and the types of the room's state. Run by itself (`npx tsx test/support/reference.ts`) it rewrites that file.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ROOM_ERROR_CODES } from '../../src/protocol/errors.js';

interface Described {
  name: string;
  description?: string;
  default?: string;
  type?: { text: string };
}
interface Member extends Described {
  kind: 'field' | 'method';
  static?: boolean;
  privacy?: string;
  readonly?: boolean;
  attribute?: string;
  parameters?: { name: string; optional?: boolean; type?: { text: string } }[];
  return?: { type: { text: string } };
}
interface ElementDescription {
  tagName?: string;
  attributes: (Described & { fieldName: string })[];
  members: Member[];
  events: Described[];
  slots: Described[];
  cssParts: Described[];
  cssProperties: Described[];
  cssStates: Described[];
}

const root = resolve(import.meta.dirname, '../..');
export const REFERENCE = join(root, 'demo/docs/reference.md');
const MARKED = /(<!-- reference -->\n)[\s\S]*?(<!-- \/reference -->)/;
/** What properties and events are made of, from the files that own them. */
const TYPES = [
  ...['Phase', 'SignalingState', 'Source', 'SourceState', 'LinkState', 'Streams', 'Participant'],
  ...[
    'Message',
    'Reaction',
    'WaitingParticipant',
    'DeviceKind',
    'DeviceErrorCode',
    'LeaveReason',
    'Layout',
    'DataSaver',
    'LinkStats',
    'SourceStats',
  ],
];

/** The page with its tables as they should be. Needs a build; throws when the page has no place for them. */
export function withReference(page: string): string {
  if (!MARKED.test(page)) throw new Error('The reference has no <!-- reference --> and <!-- /reference -->');
  return page.replace(MARKED, (_, open, close) => `${open}\n${reference(describedElement())}\n\n${close}`);
}

function describedElement(): ElementDescription {
  const { modules } = JSON.parse(readFileSync(join(root, 'dist/custom-elements.json'), 'utf8'));
  return modules
    .flatMap(({ declarations = [] }) => declarations)
    .find(({ tagName }: ElementDescription) => tagName === 'video-room');
}

function reference(element: ElementDescription): string {
  const members = element.members.filter(
    ({ name, privacy, static: ofClass }) =>
      !ofClass && (!privacy || privacy === 'public') && !isCallback(name),
  );
  const fields = members.filter(({ kind }) => kind === 'field');
  return [
    '## Attributes',
    'Each is also a property: `display-name` is `displayName`. `lang` and `dir` count too, wherever they stand.',
    table(
      ['Attribute', 'Default', ''],
      element.attributes.map((item) => [code(item.name), defaultOf(item), text(item)]),
    ),
    '## Properties without an attribute',
    table(
      ['Property', 'Type', ''],
      fields
        .filter(({ attribute }) => !attribute)
        .map((item) => [code(item.name), typeOf(item), `${item.readonly ? 'Read-only. ' : ''}${text(item)}`]),
    ),
    '## Methods',
    table(
      ['Method', 'Returns', ''],
      members
        .filter(({ kind }) => kind === 'method')
        .map((item) => [code(signature(item)), code(item.return?.type.text ?? 'void'), text(item)]),
    ),
    '## Events',
    'All are `CustomEvent`s on the element. They do not bubble.',
    table(
      ['Event', '`detail`', ''],
      element.events.map((item) => [code(item.name), detailOf(item), text(item)]),
    ),
    '## Slots',
    named('Slot', element.slots),
    '## Parts',
    'For `video-room::part(tile__name) { … }`.',
    named('Part', element.cssParts),
    '## Custom properties',
    'Set them on the element or on anything around it.',
    table(
      ['Property', 'Default', ''],
      element.cssProperties.map((item) => [code(item.name), defaultOf(item), text(item)]),
    ),
    '## States',
    'For `video-room:state(joined) { … }`.',
    named('State', element.cssStates),
    '## Types',
    `\`\`\`ts\n${types()}\n\`\`\``,
  ].join('\n\n');
}

const isCallback = (name: string) => /^(connected|disconnected|adopted)\w*Callback$/.test(name);

/** A bar would end a cell, in code too. */
const cell = (value: string) => value.replaceAll('|', '\\|').replaceAll('\n', ' ');
const code = (value: string) => `\`${value}\``;
const text = ({ description = '' }: Described) => description;
const typeOf = ({ type }: Described) => code((type?.text ?? 'unknown').replace(' | undefined', ''));
const detailOf = ({ type }: Described) => code(/^CustomEvent<(.*)>$/.exec(type?.text ?? '')?.[1] ?? '');
const defaultOf = (item: Described) =>
  ['', "''"].includes(item.default ?? '') ? '' : code(item.default!.replaceAll("'", ''));

function signature({ name, parameters = [] }: Member): string {
  const list = parameters.map((item) => `${item.name}${item.optional ? '?' : ''}: ${item.type?.text}`);
  return `${name}(${list.join(', ')})`;
}

function named(head: string, items: Described[]): string {
  return table(
    [head, ''],
    items.map((item) => [code(item.name), text(item)]),
  );
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function types(): string {
  const source = [
    'room/state',
    'room/events',
    'mesh/quality/limits',
    'mesh/quality/stats',
    'features/chat/state',
    'features/reactions/state',
    'media/devices',
    'media/failure',
    'mesh/connection/slots',
    'mesh/peer/watchdog',
    'mesh/signaling/signaling',
    'ui/context',
  ]
    .map((name) => readFileSync(join(root, `src/${name}.ts`), 'utf8'))
    .join('\n');
  const declarations = TYPES.map((name) => {
    const found =
      new RegExp(`^export interface ${name} \\{[\\s\\S]*?^\\}`, 'm').exec(source) ??
      new RegExp(`^export type ${name} =[^;]*;`, 'm').exec(source);
    if (!found) throw new Error(`No source of types exports ${name}`);
    return found[0].replace(/^export /, '');
  });
  return [...declarations, roomErrorCode()].join('\n');
}

/** Its declaration in the source only refers to a list. */
function roomErrorCode(): string {
  return `type RoomErrorCode =\n${ROOM_ERROR_CODES.map((name) => `  | '${name}'`).join('\n')};`;
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(REFERENCE, withReference(readFileSync(REFERENCE, 'utf8')));
}
