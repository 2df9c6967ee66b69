import { expect, test } from "vitest";
import { shown } from "@/shared/table/columns";
import { queryOf, stateOf } from "@/shared/table/views";

const columns = [{ key: "name", card: "title" as const }, { key: "cgpa" }, { key: "phone", extra: true }];
const keys = (chosen?: string[]) => shown(columns, chosen).map((column) => column.key);

test("a list shows its own columns until somebody chooses", () => {
  expect(keys()).toEqual(["name", "cgpa"]);
  expect(keys(["phone"])).toEqual(["name", "phone"]);
});

test("what names the row cannot be hidden, and a column that is gone does no harm", () => {
  expect(keys([])).toEqual(["name"]);
  expect(keys(["gone", "cgpa"])).toEqual(["name", "cgpa"]);
});

test("a view is the filters and the order, not the page that was open", () => {
  expect(queryOf({ sort: "-cgpa", placed: "false", page: "3", open: "x", q: "" })).toBe("placed=false&sort=-cgpa");
  expect(stateOf("?sort=-cgpa&placed=false&page=2")).toEqual({ sort: "-cgpa", placed: "false" });
  expect(queryOf(stateOf("q=Asha+Rao&branch=A%2CB"))).toBe("branch=A%2CB&q=Asha+Rao");
});
