import { expect, test } from "vitest";
import { may, type Me } from "@/shared/session/me";

const somebody = (permissions: Record<string, string>, features: Record<string, boolean>) => ({ permissions, features }) as unknown as Me;

test("what the institution has switched off is not offered, although the role includes it", () => {
  const off = { FEATURE_RECRUITER_POSTING: false, FEATURE_API_KEYS: false };
  expect(may(somebody({ "jobs.write": "company" }, off), "jobs.write")).toBe(false);
  expect(may(somebody({ "keys.manage_own": "own" }, off), "keys.manage_own")).toBe(false);
  expect(may(somebody({ "jobs.write": "company" }, { FEATURE_RECRUITER_POSTING: true }), "jobs.write")).toBe(true);
});

test("recruiters' posting switched off stays without effect on the office", () => {
  expect(may(somebody({ "jobs.write": "institution" }, { FEATURE_RECRUITER_POSTING: false }), "jobs.write")).toBe(true);
  expect(may(somebody({}, { FEATURE_RECRUITER_POSTING: true }), "jobs.write")).toBe(false);
});
