/** The pages of the documentation: where each comes from, what it is called, and in which group of the sidebar it stands. */

export interface DocsPage {
  /** Its address is `/docs/<name>.html`. */
  name: string;
  /** The Markdown file, from the root of the repository. */
  source: string;
  /** In the sidebar. */
  label: string;
}

export interface DocsGroup {
  title: string;
  pages: DocsPage[];
}

/** A page of `demo/docs`. */
const page = (name: string, label: string): DocsPage => ({ name, source: `demo/docs/${name}.md`, label });

export const GROUPS: DocsGroup[] = [
  {
    title: 'Guides',
    pages: [
      { name: 'index', source: 'README.md', label: 'Overview' },
      page('embed', 'Embed'),
      page('theming', 'Theming'),
      page('events', 'Events and methods'),
      page('headless', 'Headless'),
      page('chat-and-data', 'Chat and data'),
      page('moderation', 'Moderation'),
      page('private-rooms', 'Private rooms'),
      page('languages', 'Languages and accessibility'),
    ],
  },
  {
    title: 'Frameworks',
    pages: [
      page('frameworks', 'All frameworks'),
      page('react', 'React'),
      page('preact', 'Preact'),
      page('solid', 'Solid'),
      page('svelte', 'Svelte'),
      page('vue', 'Vue'),
      page('angular', 'Angular'),
    ],
  },
  {
    title: 'Deploy',
    pages: [
      page('cloudflare', 'Cloudflare'),
      page('own-server', 'Your own server'),
      page('partykit', 'PartyKit'),
      page('tokens', 'Tokens'),
      page('turn', 'TURN'),
      page('configuration', 'Configuration'),
    ],
  },
  {
    title: 'Reference',
    pages: [
      page('reference', 'Element'),
      page('errors', 'Errors'),
      page('limits', 'Limits'),
      page('recovery', 'Recovery'),
      page('security', 'Security and privacy'),
      page('browsers', 'Browsers'),
    ],
  },
  {
    title: 'Contribute',
    pages: [
      page('development', 'Development'),
      { name: 'source', source: 'src/README.md', label: 'Map of the source' },
      { name: 'party', source: 'party/README.md', label: 'The party' },
      { name: 'lab', source: 'test/lab/README.md', label: 'The lab' },
      { name: 'contributing', source: '.github/CONTRIBUTING.md', label: 'Contributing' },
      { name: 'security-policy', source: '.github/SECURITY.md', label: 'Security policy' },
      { name: 'changelog', source: 'CHANGELOG.md', label: 'Changelog' },
    ],
  },
];

export const PAGES: DocsPage[] = GROUPS.flatMap(({ pages }) => pages);
