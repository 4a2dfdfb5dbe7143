/** What the analyzer reads and writes; see https://custom-elements-manifest.open-wc.org. */
export default {
  globs: ['src/**/*.ts'],
  outdir: 'dist',
  litelement: true,
  // package.json names the manifest already, and is not to be rewritten by a build.
  packagejson: false,
};
