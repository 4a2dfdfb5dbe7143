import { copyFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const { metafile } = await build({
  entryPoints: ['main.js'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  minify: true,
  metafile: true,
  logLevel: 'warning',
  define: { SERVER: JSON.stringify(process.env.SERVER) },
});
copyFileSync('index.html', 'dist/index.html');
writeFileSync('meta.json', JSON.stringify(metafile));
