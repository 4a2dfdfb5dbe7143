/** What the analyzer reads and writes; see https://custom-elements-manifest.open-wc.org. */

/** A path below the package's name that can be imported. */
const PATH = 'element';

/** Leaves only the element, with its public members, at the path where it can be imported: the other modules are no one's to use. */
const publicOnly = {
  name: 'public-only',
  packageLinkPhase({ customElementsManifest }) {
    const element = customElementsManifest.modules
      .flatMap(({ declarations = [] }) => declarations)
      .find(({ tagName }) => tagName === 'video-room');
    const isPublic = ({ name, privacy = 'public' }) => privacy === 'public' && !name.startsWith('#');
    const declaration = {
      ...element,
      superclass: { name: 'LitElement', package: 'lit' },
      members: element.members.filter(isPublic).map(({ inheritedFrom, ...member }) => member),
      attributes: element.attributes.map(({ inheritedFrom, ...attribute }) => attribute),
    };
    customElementsManifest.modules = [
      {
        kind: 'javascript-module',
        path: PATH,
        declarations: [declaration],
        exports: [
          { kind: 'js', name: element.name, declaration: { name: element.name, module: PATH } },
          {
            kind: 'custom-element-definition',
            name: element.tagName,
            declaration: { name: element.name, module: PATH },
          },
        ],
      },
    ];
  },
};

export default {
  globs: ['src/**/*.ts'],
  outdir: 'dist',
  litelement: true,
  plugins: [publicOnly],
  // package.json names the manifest already, and is not to be rewritten by a build.
  packagejson: false,
};
