import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Manifest, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

const root = import.meta.dirname;
/** Each face is a page and a bundle of its own: the resident's at the root, the others below. */
const faces = { resident: 'index.html', console: 'console/index.html', screen: 'screen/index.html' };
const entries = Object.fromEntries(
  Object.entries(faces)
    .map(([face, page]) => [face, resolve(root, page)] as const)
    .filter(([, page]) => existsSync(page)),
);

let outFolder = resolve(root, 'dist');

/** Files of a page, with what it loads later; not the font slices and what lists them, which come over the network. */
function partsOf(page: string): Set<string> {
  const chunks = JSON.parse(readFileSync(resolve(outFolder, '.vite/manifest.json'), 'utf8')) as Manifest;
  const parts = new Set<string>();
  const seen = new Set<string>();
  const follow = (key: string): void => {
    const chunk = chunks[key];
    if (chunk === undefined || seen.has(key) || key.endsWith('web-font.css')) return;
    seen.add(key);
    for (const file of [chunk.file, ...(chunk.css ?? [])]) parts.add(file);
    for (const next of [...(chunk.imports ?? []), ...(chunk.dynamicImports ?? [])]) follow(next);
  };
  follow(page);
  return parts;
}

/** What the service worker of a face keeps: its page and all that the page may load, but nothing of other faces. */
function keepParts(page: string, beside: string[]) {
  return {
    rollupFormat: 'iife' as const,
    globPatterns: [page, ...beside, 'assets/**/*.{js,css}'],
    maximumFileSizeToCacheInBytes: 4 * 1024 * 1024,
    manifestTransforms: [
      (found: { url: string; revision: string | null; size: number }[]) => {
        const needed = partsOf(page);
        return {
          manifest: found.filter(({ url }) => !url.startsWith('assets/') || needed.has(url)),
          warnings: [],
        };
      },
    ],
  };
}

export default defineConfig({
  root,
  appType: 'mpa',
  plugins: [
    react(),
    facePages(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/resident/offline',
      filename: 'service-worker.ts',
      injectRegister: false,
      includeManifestIcons: false,
      manifest: {
        id: '/',
        name: '邻里',
        short_name: '邻里',
        description: '拍照上报小区里的问题，看得见谁在办、办到哪一步。',
        lang: 'zh-CN',
        start_url: '/',
        scope: '/',
        display: 'standalone',
        background_color: '#f7f5f0',
        theme_color: '#f7f5f0',
        icons: [
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
          { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
        ],
        shortcuts: [{ name: '随手拍', url: '/report', icons: [{ src: '/icon-192.png', sizes: '192x192' }] }],
      },
      injectManifest: keepParts('index.html', ['icon.svg']),
    }),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/console/offline',
      filename: 'service-worker-console.ts',
      injectRegister: false,
      includeManifestIcons: false,
      manifest: false,
      injectManifest: keepParts('console/index.html', []),
    }),
  ],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: ['chrome87', 'safari14', 'firefox90'],
    manifest: true,
    // Named by face, so that the service worker can tell which are the resident's.
    rolldownOptions: {
      input: entries,
      output: {
        entryFileNames: 'assets/[name]/[name]-[hash].js',
        chunkFileNames: (chunk) => `assets/${folderOf(chunk.moduleIds)}/[name]-[hash].js`,
        assetFileNames: 'assets/files/[name]-[hash][extname]',
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:3000', '/healthz': 'http://127.0.0.1:3000' } },
});

function folderOf(modules: readonly string[]): string {
  const isOf = (face: string) => modules.some((id) => new RegExp(`/src/(${face}/|.*/${face})`, 'i').test(id));
  if (isOf('console')) return 'console';
  if (isOf('screen')) return 'screen';
  return isOf('resident') ? 'resident' : 'shared';
}

/** In development every address of a face answers with the face's page, as the server does it. */
function facePages(): Plugin {
  return {
    name: 'linli-face-pages',
    configResolved(config) {
      outFolder = resolve(root, config.build.outDir);
    },
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
        const isPage =
          request.headers.accept?.includes('text/html') && !/^\/(api|src|@|node_modules)/.test(path);
        if (isPage) {
          const face = Object.values(faces).find(
            (page) => page !== 'index.html' && path.startsWith(`/${page.split('/')[0]}`),
          );
          request.url = `/${face ?? 'index.html'}`;
        }
        next();
      });
    },
  };
}
