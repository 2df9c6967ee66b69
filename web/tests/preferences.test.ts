import { expect, test, vi } from "vitest";

const asked = vi.hoisted(() => ({ answers: [] as ((welcome: string[]) => void)[] }));

vi.mock("@/shared/http/http", () => ({
  read: (answer: unknown) => answer,
  client: {
    GET: () => new Promise((resolve) => { asked.answers.push((welcome) => resolve({ language: null, theme: "system", single_keys: true, density: "comfortable", columns: {}, welcome })); }),
    PATCH: () => Promise.resolve(undefined),
  },
}));

vi.mock("@/shared/ui/theme", () => ({ setTheme: () => undefined }));

const { preferences, settle, startPreferences } = await import("@/shared/preferences/preferences");

test("what is settled while the account is still being asked is not taken back by its old answer", async () => {
  const started = startPreferences();
  await vi.waitFor(() => expect(asked.answers).toHaveLength(1));
  settle("details");
  asked.answers[0]?.([]);
  await vi.waitFor(() => expect(asked.answers).toHaveLength(2));
  expect(preferences().welcome).toEqual(["details"]);
  asked.answers[1]?.(["details"]);
  await started;
  expect(preferences()).toMatchObject({ welcome: ["details"], known: true });
});
