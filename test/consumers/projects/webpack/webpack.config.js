const { copyFileSync, mkdirSync } = require('node:fs');
const { DefinePlugin } = require('webpack');

mkdirSync('dist', { recursive: true });
copyFileSync('index.html', 'dist/index.html');
module.exports = {
  entry: './main.mjs',
  performance: false,
  plugins: [new DefinePlugin({ SERVER: JSON.stringify(process.env.SERVER) })],
};
