// Bundles static/css and static/js into static/dist: minified, named by content, gzipped beside
// each file, and listed in manifest.json for `asset_url()`.
import * as esbuild from "esbuild";
import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";

const OUT = "static/dist";
const ENTRIES = [
  "static/css/site.css",
  "static/js/site.js",
  "static/js/graph.js",
  "static/js/door.js",
  "static/js/passkeys.js",
  "static/img/favicon.svg",
].filter(existsSync);
// What papers are set in: typst reads no woff2.
const PAPER = "node_modules/@expo-google-fonts/noto-sans";
const PAPER_FONTS = ["400Regular/NotoSans_400Regular.ttf", "600SemiBold/NotoSans_600SemiBold.ttf", "LICENSE_FONT"];
const THEME = /theme\.css$/;

// The design system's theme names 2,780 tokens. Keep those that something uses, so that a phone
// need not read (nor every element inherit) the other two thousand.
function usedTokens(theme, users) {
  const declared = new Map([...theme.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, n, v]) => [n, v]));
  const kept = new Set();
  const names = (text) => [...text.matchAll(/var\(\s*(--[\w-]+)/g)].map(([, name]) => name);
  const queue = names(users);
  while (queue.length) {
    const name = queue.pop();
    if (kept.has(name) || !declared.has(name)) continue;
    kept.add(name);
    queue.push(...names(declared.get(name)));
  }
  return [...kept].sort().map((name) => `${name}:${declared.get(name)};`).join("\n");
}

const leanTheme = {
  name: "lean-theme",
  async setup(build) {
    const users = await esbuild.build({
      entryPoints: ["static/css/site.css"],
      bundle: true,
      write: false,
      outdir: OUT,
      loader: { ".woff2": "empty", ".svg": "empty" },
      plugins: [{
        name: "without-theme",
        setup: (inner) => inner.onLoad({ filter: THEME }, () => ({ contents: "", loader: "css" })),
      }],
    });
    build.onLoad({ filter: THEME }, ({ path }) => {
      const theme = readFileSync(path, "utf8");
      const licence = "/*! EUPL-1.2 | Copyright (c) NL Design System Community, voorbeeld-design-tokens */\n";
      const tokens = usedTokens(theme, users.outputFiles.map((file) => file.text).join("\n"));
      return { contents: `${licence}.voorbeeld-theme {\n${tokens}\n}`, loader: "css" };
    });
  },
};

const { metafile } = await esbuild.build({
  entryPoints: ENTRIES,
  bundle: true,
  minify: true,
  metafile: true,
  format: "esm",
  target: ["es2022", "chrome111", "firefox113", "safari16.4"],
  outdir: OUT,
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".woff2": "file", ".svg": "copy", ".inline.svg": "dataurl" },
  legalComments: "external",
  plugins: [leanTheme],
});

const manifest = {};
const made = new Set(["manifest.json"]);
for (const [path, { entryPoint, inputs }] of Object.entries(metafile.outputs)) {
  const source = entryPoint ?? Object.keys(inputs)[0];
  if (source && !path.endsWith(".txt")) manifest[basename(source)] = path.replace("static/", "");
  if (/\.(css|js|svg)$/.test(path)) writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
  made.add(basename(path)).add(`${basename(path)}.gz`);
}
for (const font of PAPER_FONTS) {
  copyFileSync(join(PAPER, font), join(OUT, basename(font)));
  made.add(basename(font));
}
// In one move: who reads meanwhile never meets half a list.
writeFileSync(join(OUT, "manifest.new"), `${JSON.stringify(manifest, null, 2)}\n`);
renameSync(join(OUT, "manifest.new"), join(OUT, "manifest.json"));

// Pages and processes from before this build still ask for its forerunner: that goes a day later.
const yesterday = Date.now() - 24 * 60 * 60 * 1000;
for (const name of readdirSync(OUT)) {
  const path = join(OUT, name);
  if (!made.has(name) && statSync(path).mtimeMs < yesterday) rmSync(path);
}
