/** What the analyzer reads and writes; see https://custom-elements-manifest.open-wc.org. */

import { writeFileSync } from 'node:fs';

/** A path below the package's name that can be imported. */
const PATH = 'element';

/** The text of a comment node of TypeScript. */
const textOf = (comment) =>
  typeof comment === 'string' ? comment : (comment ?? []).map(({ text }) => text).join('');

/**
 * Adds what features declare: the methods in `interface FeatureActions`, and the `@fires`, `@csspart` and `@cssprop` tags in the comment
 * of the declaration.
 */
function featuresOf() {
  const methods = [];
  const tags = { events: [], cssParts: [], cssProperties: [] };
  /** The analyzer reads files in the order of the file system, which is not the same everywhere. */
  const inOrder = (found) =>
    found.sort((a, b) => (a.file < b.file ? -1 : Number(a.file > b.file))).map(({ item }) => item);
  const LISTS = { fires: 'events', csspart: 'cssParts', cssprop: 'cssProperties' };
  return {
    name: 'features',
    analyzePhase({ ts, node }) {
      const { fileName } = node.getSourceFile();
      if (!/src\/features\/[^/]+\/index\.ts$/.test(fileName)) return;
      if (ts.isInterfaceDeclaration(node) && node.name.text === 'FeatureActions')
        for (const member of node.members) {
          const [doc] = member.jsDoc ?? [];
          methods.push({
            file: fileName,
            item: {
              kind: 'method',
              name: member.name.text,
              description: textOf(doc?.comment).replaceAll('\n', ' '),
              return: { type: { text: member.type.getText() } },
              parameters: member.parameters.map((parameter) => ({
                name: parameter.name.text,
                type: { text: parameter.type.getText() },
                ...(parameter.questionToken && { optional: true }),
              })),
            },
          });
        }
      if (ts.isVariableStatement(node))
        for (const tag of node.jsDoc?.flatMap((doc) => doc.tags ?? []) ?? []) {
          const list = tags[LISTS[tag.tagName.text]];
          if (!list) continue;
          const text = tag
            .getText()
            .replace(/\s*\n\s*\*?\s*/g, ' ')
            .replace(/^@\w+\s*/, '');
          const [, type, name, description] = /^(?:\{(.*)\}\s+)?(\S+)\s+-\s+(.*?)\s*$/.exec(text) ?? [];
          if (name)
            list.push({
              file: fileName,
              item: { name, description, ...(type && { type: { text: type } }) },
            });
        }
    },
    packageLinkPhase({ customElementsManifest }) {
      const element = customElementsManifest.modules
        .flatMap(({ declarations = [] }) => declarations)
        .find(({ tagName }) => tagName === 'video-room');
      element.members.push(...inOrder(methods));
      for (const [list, found] of Object.entries(tags))
        element[list] = [...(element[list] ?? []), ...inOrder(found)];
    },
  };
}

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

/** The words that an attribute can have, from a type such as `'auto' | 'grid'`. */
const wordsOf = ({ type }) =>
  [...(type?.text ?? '').matchAll(/'([^']+)'/g)].map(([, word]) => ({ name: word }));

/** The same for editors: Visual Studio Code (`html.customData`) and JetBrains (`web-types` of package.json). */
const editors = {
  name: 'editors',
  packageLinkPhase({ customElementsManifest }) {
    const [element] = customElementsManifest.modules[0].declarations;
    const { tagName: name, description, attributes, events, slots } = element;
    const write = (file, data) => writeFileSync(`dist/${file}`, `${JSON.stringify(data, null, 2)}\n`);
    const listed = attributes.map((attribute) => ({
      name: attribute.name,
      description: attribute.description,
      values: wordsOf(attribute),
    }));
    write('vscode.html-custom-data.json', {
      version: 1.1,
      tags: [{ name, description, attributes: listed }],
    });
    const named = (items) => items.map((item) => ({ name: item.name, description: item.description }));
    const elements = [
      {
        name,
        description,
        attributes: attributes.map((attribute) => ({
          name: attribute.name,
          description: attribute.description,
          value: { type: attribute.type?.text ?? 'string' },
        })),
        slots: named(slots),
        js: { events: named(events) },
      },
    ];
    write('web-types.json', {
      $schema: 'https://json.schemastore.org/web-types',
      name: 'video-room',
      version: process.env.npm_package_version ?? '0.0.0',
      'description-markup': 'markdown',
      contributions: { html: { elements } },
    });
  },
};

export default {
  globs: ['src/**/*.ts'],
  outdir: 'dist',
  litelement: true,
  plugins: [featuresOf(), publicOnly, editors],
  // package.json names the manifest already, and is not to be rewritten by a build.
  packagejson: false,
};
