import { createHash } from 'node:crypto';
import type { Plugin, Rollup } from 'vite';

const source = 'client/connection/offline/serviceWorker.ts';
/** Pages that open without a connection even when they were never opened before, and files of `public` that belong to them. */
const shellPages = [
  'client/app/TodayPage.tsx',
  'client/app/AccountMenu.tsx',
  'client/planning/LessonsPage.tsx',
  'client/identity/SignInPage.tsx',
];
const planPages = [
  'client/planning/LessonPage.tsx',
  'client/identity/AccountPage.tsx',
  'client/identity/TermEndedPage.tsx',
  'client/app/UnsentDialog.tsx',
  'client/connection/offline/sendUnsent.ts',
];
const publicFiles = ['/mark.svg', '/manifest.webmanifest', '/icons/icon-192.png'];

/** Fonts for browsers of long ago, and those of letters that school formulas do without: they are drawn in another font. */
const unneeded = /\.(woff|ttf|map)$|KaTeX_(Caligraphic|Fraktur|SansSerif|Script|Typewriter)/;

/** Chunks with what Vite notes on them: the style sheets and files that they bring along. */
type Chunk = Rollup.OutputChunk & { viteMetadata?: { importedCss: Set<string>; importedAssets: Set<string> } };

/**
 * Builds the service worker as one file, `sw.js`, and writes into it which files to keep: those of the first page and of the
 * lists at once, those of a plan when there is time (decision 0018). Only in a build; development goes without.
 */
export function serviceWorker(): Plugin {
  return {
    name: 'tongke-service-worker',
    apply: 'build',
    buildStart() {
      if (this.environment.name === 'client') this.emitFile({ type: 'chunk', id: source, fileName: 'sw.js' });
    },
    generateBundle(_options, bundle) {
      const worker = bundle['sw.js'];
      if (worker?.type !== 'chunk') return;
      if (worker.imports.length + worker.dynamicImports.length + worker.exports.length > 0)
        throw new Error(`${source} must not import or export anything.`);
      const chunks = new Map(
        Object.values(bundle).flatMap((output) => (output.type === 'chunk' ? [[output.fileName, output as Chunk] as const] : [])),
      );
      const named = (id: string): string => {
        const found = [...chunks.values()].find(({ facadeModuleId }) => facadeModuleId?.endsWith(`/${id}`));
        if (found === undefined) throw new Error(`The build has no chunk for ${id}.`);
        return found.fileName;
      };
      const shell = closure(chunks, ['index.html', ...shellPages].map(named), new Set(), false);
      const plan = closure(chunks, planPages.map(named), shell, true);
      const files = { shell: [...addresses(chunks, shell), ...publicFiles], plan: addresses(chunks, plan) };
      const own = new Set(files.shell);
      const lists = { shell: files.shell, plan: files.plan.filter((file) => !own.has(file)) };
      const version = createHash('sha256').update(JSON.stringify(lists)).update(worker.code).digest('hex').slice(0, 16);
      worker.code = worker.code.replaceAll('__TONGKE_BUILD__', JSON.stringify({ version, ...lists }));
    },
  };
}

/** Some chunks with all that they import at once, and where `lazily` also with what they, not the chunks in `without`, import later. */
function closure(chunks: Map<string, Chunk>, from: string[], without: ReadonlySet<string>, lazily: boolean): Set<string> {
  const seen = new Set<string>();
  const visit = (name: string): void => {
    const chunk = chunks.get(name);
    if (chunk === undefined || seen.has(name) || without.has(name)) return;
    seen.add(name);
    chunk.imports.forEach(visit);
    if (lazily) chunk.dynamicImports.forEach(visit);
  };
  from.forEach(visit);
  return seen;
}

function addresses(chunks: Map<string, Chunk>, names: ReadonlySet<string>): string[] {
  const files = [...names].flatMap((name) => {
    const extra = chunks.get(name)?.viteMetadata;
    return [name, ...(extra?.importedCss ?? []), ...(extra?.importedAssets ?? [])];
  });
  return [...new Set(files)].filter((file) => !unneeded.test(file)).map((file) => `/${file}`);
}
