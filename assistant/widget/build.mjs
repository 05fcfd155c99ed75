// Builds dist/veileder.js (one file, CSS included) and dist/page.css. `npm run build`; the output is committed.
// `npm run check` builds without writing and fails when the committed files differ by a byte.
import { build, transform } from "esbuild";
import { readFile, readdir, writeFile, mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const DS = "node_modules/@digdir/designsystemet-css/dist/src";
const THEME = "node_modules/@digdir/designsystemet-theme/src/themes/designsystemet.css";
const COMPONENTS = ["button", "input", "link", "tag"];
const PAGE_COMPONENTS = ["alert", "button", "card", "details", "field", "fieldset", "input", "label", "link", "table", "tag", "validation-message"];
const UNUSED_COLORS = /data-color="brand\d"/;
const OTHER_COLORS = ["brand1", "brand2", "neutral"]; // data-color on the element; accent is what it has without

const read = (path) => readFile(new URL(path, import.meta.url), "utf8");
const varsIn = (css) => [...css.matchAll(/var\(\s*(--[\w-]+)/g)].map((match) => match[1]);

/** Splits CSS into its top-level blocks; comments and @charset are dropped. */
function topLevelBlocks(css) {
  const text = css.replace(/\/\*[\s\S]*?\*\//g, "").replace(/@charset[^;]*;/g, "");
  const blocks = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] === "{") depth += 1;
    if (text[i] === "}" && (depth -= 1) === 0) {
      blocks.push(text.slice(start, i + 1).trim());
      start = i + 1;
    }
  }
  return blocks;
}

/** Designsystemet's theme for one root selector: dark follows the system unless data-color-scheme on the root says otherwise. */
function themeFor(theme, root) {
  return topLevelBlocks(theme)
    .filter((block) => !UNUSED_COLORS.test(block) && !block.includes("typography.secondary"))
    .map((block) => block.replace(/@media \(prefers-color-scheme: light\)\s*\{[\s\S]*\}(?=\s*\}$)/, ""))
    .map((block) => scoped(block, root))
    .join("\n");
}

/** One block for the root. With data-color="page" the palettes are the page's own, so the element must not declare any. */
function scoped(block, root) {
  const host = root === ":host";
  const own = host && block.includes("ds.theme.color-scheme") ? ':not([data-color="page"])' : "";
  const when = (condition) => (host ? `:host(${condition}${own})` : `${root}${condition}`);
  return block
    .replaceAll('[data-color-scheme="dark"]', when('[data-color-scheme="dark"]'))
    .replaceAll('[data-color-scheme="auto"]', when(':not([data-color-scheme="light"])'))
    .replaceAll(":root", own ? `:host(${own})` : root);
}

/** data-color on the element: another palette of the theme stands in for accent, light and dark. */
function colorChoices(css) {
  const used = varsIn(css).map((name) => /^--ds-color-(?:accent-)?((?:background|surface|border|text|base)-[\w-]+)$/.exec(name)?.[1]);
  const tokens = [...new Set(used.filter(Boolean))].sort();
  const palette = (name) => tokens.map((token) => `--ds-color-accent-${token}:var(--ds-color-${name}-${token});`).join("");
  return OTHER_COLORS.map((name) => `:host([data-color="${name}"]){${palette(name)}}`).join("\n");
}

/** Drops the custom properties that nothing reads, directly or through another one. */
function shakeTokens(theme, css) {
  const declaration = /(--[\w-]+)\s*:([^;{}]*);/g;
  const used = new Set(varsIn(css));
  for (let before = -1; before !== used.size; ) {
    before = used.size;
    for (const [, name, value] of theme.matchAll(declaration)) if (used.has(name)) varsIn(value).forEach((v) => used.add(v));
  }
  return theme.replace(declaration, (whole, name) => (used.has(name) ? whole : ""));
}

async function stylesheet({ root, own, components }) {
  const parts = await Promise.all([...components.map((name) => read(`${DS}/${name}.css`)), ...own.map(read)]);
  // Designsystemet's base rules for focus rings; the rest of base.css styles a whole page, which a widget must not.
  const focus = `${root}{--dsc-focus-boxShadow:0 0 0 var(--ds-border-width-focus) var(--ds-color-focus-inner);--dsc-focus-outline:var(--ds-color-focus-outer) solid var(--ds-border-width-focus);--ds-icon-size:1.5em}`;
  const source = await read(THEME);
  const plain = [focus, ...parts].join("\n");
  const css = root === ":host" ? `${plain}\n${colorChoices(plain)}` : plain;
  const theme = shakeTokens(themeFor(source, root), css);
  const { code } = await transform(`${theme}\n${css}`, { loader: "css", minify: true });
  return code;
}

const widgetCss = await stylesheet({ root: ":host", own: ["layout", "message", "cards", "dialog", "variants"].map((name) => `src/styles/${name}.css`), components: COMPONENTS });
// One stylesheet for all pages that the service renders; each surface has a file of its own in src/styles/pages/.
const surfaces = (await readdir(new URL("src/styles/pages/", import.meta.url))).sort().map((name) => `src/styles/pages/${name}`);
const pageCss = await stylesheet({ root: ":root", own: ["src/styles/page.css", ...surfaces], components: PAGE_COMPONENTS });

const inlineCss = {
  name: "widget-css",
  setup(plugin) {
    plugin.onResolve({ filter: /^widget\.css$/ }, () => ({ path: "widget.css", namespace: "css" }));
    plugin.onLoad({ filter: /.*/, namespace: "css" }, () => ({ contents: widgetCss, loader: "text" }));
  },
};

await mkdir(new URL("dist/", import.meta.url), { recursive: true });
const { outputFiles } = await build({
  absWorkingDir: fileURLToPath(new URL(".", import.meta.url)),
  entryPoints: ["src/index.js"],
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022"],
  charset: "utf8",
  legalComments: "none",
  banner: { js: "/* Tilskuddsveilederen, MIT. Contains Lit (BSD-3-Clause) and Designsystemet (MIT). Built from assistant/widget/src. */" },
  plugins: [inlineCss],
  write: false,
});
async function compare(path, contents) {
  const committed = await readFile(new URL(path, import.meta.url)).catch(() => Buffer.alloc(0));
  if (committed.equals(contents)) return;
  console.error(`${path} is not what src/ builds: run "npm run build" in assistant/widget and commit dist/.`);
  process.exitCode = 1;
}

const files = { "dist/veileder.js": outputFiles[0].contents, "dist/page.css": Buffer.from(pageCss) };
for (const [path, contents] of Object.entries(files)) {
  if (process.argv.includes("--check")) await compare(path, contents);
  else await writeFile(new URL(path, import.meta.url), contents);
  console.log(`${path}  ${(contents.length / 1000).toFixed(1)} kB, gzip ${(gzipSync(contents).length / 1000).toFixed(1)} kB`);
}
