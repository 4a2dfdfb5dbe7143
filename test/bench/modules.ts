/** A page into which the modules of a benchmark can be imported, straight from the sources. */
import { resolve } from 'node:path';
import { createServer } from 'vite';
import type { Tab } from '../support/drivers.js';

export interface ModuleServer {
  /** Address of an empty page. */
  readonly page: string;
  close(): Promise<void>;
}

export async function startModules(): Promise<ModuleServer> {
  const vite = await createServer({
    configFile: false,
    root: resolve(import.meta.dirname, '../..'),
    appType: 'custom',
    logLevel: 'error',
    cacheDir: 'node_modules/.vite-test',
    optimizeDeps: { noDiscovery: true },
    server: { port: 0, hmr: false, watch: null },
    plugins: [
      {
        name: 'bench-page',
        configureServer: ({ middlewares }) =>
          void middlewares.use('/bench', (_request, response) => {
            response.setHeader('content-type', 'text/html');
            response.end('<!doctype html><title>Bench</title>');
          }),
      },
    ],
  });
  await vite.listen();
  return { page: `${vite.resolvedUrls!.local[0]}bench`, close: () => vite.close() };
}

/** Runs one function of a module of this folder inside the page that is open. */
export function runModule<Module extends object, Name extends keyof Module & string>(
  tab: Tab,
  file: string,
  name: Name,
  input?: unknown,
): Promise<Module[Name] extends (...input: never[]) => infer Output ? Awaited<Output> : never> {
  return tab.evaluate(async ({ address, name, input }) => (await import(address))[name](input), {
    address: `/test/bench/${file}`,
    name,
    input,
  }) as never;
}
