import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

// Recomputed from the file, so that a nicer shade cannot quietly become an unreadable one.
const css = readFileSync(join(import.meta.dirname, "../src/shared/ui/tokens.css"), "utf8");

type Theme = "light" | "dark";

function raw(token: string): string {
  const found = new RegExp(`${token}:\\s*([^;]+);`, "u").exec(css)?.[1];
  if (!found) throw new Error(`no token ${token}`);
  return found.trim();
}

function luminance(token: string, theme: Theme): number {
  const value = raw(token);
  const other = /^var\((--[\w-]+)\)$/u.exec(value)?.[1];
  if (other) return luminance(other, theme);
  const colours = [...value.matchAll(/oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)|oklch\(([\d.]+) 0 0\)/gu)];
  const colour = colours[theme === "light" ? 0 : colours.length - 1];
  if (!colour) throw new Error(`no colour in ${token}`);
  const [l = 0, c = 0, h = 0] = colour[4] ? [Number(colour[4]), 0, 0] : [Number(colour[1]), Number(colour[2]), Number(colour[3])];
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const l3 = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m3 = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s3 = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (x: number) => Math.min(1, Math.max(0, x));
  const red = clip(4.0767416621 * l3 - 3.3077115913 * m3 + 0.2309699292 * s3);
  const green = clip(-1.2684380046 * l3 + 2.6097574011 * m3 - 0.3413193965 * s3);
  const blue = clip(-0.0041960863 * l3 - 0.7034186147 * m3 + 1.707614701 * s3);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string, theme: Theme): number {
  const [high = 0, low = 0] = [luminance(one, theme), luminance(other, theme)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ["--bg", "--bg-sunken", "--surface", "--surface-raised", "--surface-hover", "--surface-selected"];
const pairs: [text: string, ground: string, least: number][] = [
  ...["--text", "--text-2", "--text-3"].flatMap((text) => grounds.map((ground): [string, string, number] => [text, ground, 4.5])),
  ...["--bg", "--surface", "--accent-soft"].map((ground): [string, string, number] => ["--accent-text", ground, 4.5]),
  ["--on-accent", "--accent", 4.5],
  ...["ok", "warn", "bad", "info"].map((tone): [string, string, number] => [`--${tone}`, `--${tone}-soft`, 4.5]),
  ...["applied", "progress", "interview", "offer", "placed", "closed"].map((state): [string, string, number] => [`--st-${state}`, `--st-${state}-soft`, 4.5]),
  ["--border-control", "--surface", 3],
  ...["applied", "progress", "interview", "offer", "placed", "closed"].map((state): [string, string, number] => [`--st-${state}-mark`, "--surface", 3]),
];

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
  test.each(pairs)("%s on %s reaches %d", (text, ground, least) => {
    expect(contrast(text, ground, theme)).toBeGreaterThanOrEqual(least - 0.05);
  });
});
