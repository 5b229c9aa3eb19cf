import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { en } from "../../page/words/en.ts";
import { es } from "../../page/words/es.ts";

const root = new URL("../../", import.meta.url);
const built = (path: string) => readFileSync(new URL(`dist/page/${path}`, root));
const sizeOf = (paths: readonly string[]) =>
  paths.reduce((sum, path) => sum + gzipSync(built(path), { level: 9 }).length, 0);
const assets = (ending: string) => globSync(`assets/*.${ending}`, { cwd: new URL("dist/page/", root) });

test("the first look is at most 60 KB of script and 12 KB of style, and all screens at most 120 KB", () => {
  const page = built("index.html").toString();
  const entry = /src="\/(assets\/[^"]+\.js)"/.exec(page)![1]!;
  const imported = [
    ...built(entry)
      .toString()
      .matchAll(/from\s*"\.\/([^"]+\.js)"/g),
  ].map((match) => `assets/${match[1]}`);
  assert.ok(sizeOf([entry, ...imported]) <= 60 * 1024);
  assert.ok(sizeOf(assets("css")) <= 12 * 1024);
  assert.ok(sizeOf([...assets("js"), ...assets("css")]) <= 120 * 1024);
});

test("the built page holds nothing that its policy would refuse", () => {
  const page = built("index.html").toString();
  assert.doesNotMatch(page, /\sstyle=|\son\w+=|<style|javascript:|https?:\/\//);
  assert.doesNotMatch(page, /<script(?![^>]*\ssrc=)/);
});

const keys = Object.keys(es) as (keyof typeof es)[];
const blanks = (sentence: string) =>
  [...new Set(Array.from(sentence.matchAll(/\{(\w+)/g), ([, name]) => name!))].sort();

test("a sentence has the same blanks in both languages", () => {
  for (const key of keys) assert.deepEqual(blanks(en[key]), blanks(es[key]), key);
  assert.deepEqual(Object.keys(en).sort(), Object.keys(es).sort());
});

test("a number that has a noun after it, as in “1 día, 2 días”, has a form for one", () => {
  // What comes after these is no noun that they count, or they are never one, or have digits after the point.
  const others = [
    /\{n\} this/,
    /\{low\} (y|and) \{high\} (puntos|points)/,
    /\{value\} (puntos|points)/,
    /of \{total\} calls|de \{total\} llamadas/,
  ];
  const plural = /\{\w+\} (?!was|is|has)[a-zé]+s\b/;
  for (const catalogue of [es, en])
    for (const key of keys)
      assert.doesNotMatch(
        others.reduce((rest: string, other) => rest.replace(other, ""), catalogue[key]),
        plural,
        key,
      );
});

test("a form for one is written where Spanish, by which values are given, has one too", () => {
  const counted = (sentence: string) => Array.from(sentence.matchAll(/\{(\w+)\|/g), ([, name]) => name);
  for (const key of keys)
    assert.deepEqual(
      counted(en[key]).filter((name) => !counted(es[key]).includes(name)),
      [],
      key,
    );
});

test("every sentence of the page is said somewhere", () => {
  const sources = globSync("page/{parts,screens,store}/**/*.{ts,tsx}", { cwd: root }).map((path) =>
    readFileSync(new URL(path, root), "utf8"),
  );
  const text = [...sources, readFileSync(new URL("page/main.tsx", root), "utf8")].join("\n");
  assert.deepEqual(
    Object.keys(es).filter((key) => !new RegExp(`["']${key}["']|say\\(${key}|\\b${key}\\b`).test(text)),
    [],
  );
});
