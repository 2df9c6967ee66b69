import createClient from "openapi-fetch";
import type { components, paths } from "@/client/schema";
import { expireSession } from "@/shared/session/expiry";
import { Problem, type ProblemBody } from "./problem";

/** The shapes of the API, generated from its own document. */
export type Schemas = components["schemas"];

export interface Page<T> {
  items: T[];
  total: number;
  page: number;
  limit: number;
  pages: number;
}

export type Query = Record<string, string | number | boolean | null | undefined>;

/** Where the API's plain files are, for links. */
export const base = "/api/v1";

/** The query of an address, without what is not asked. */
export function search(query: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") params.set(name, String(value));
  }
  return params.toString();
}

/** Same-origin fetch with the session cookie. Paths, parameters and bodies are checked against the document. */
export const client = createClient<paths>({ baseUrl: "", credentials: "same-origin", querySerializer: search, headers: { Accept: "application/json" } });

interface Answer {
  data?: unknown;
  error?: unknown;
  response: Response;
}

/** What the document says a success carries; nothing for 204. */
type DataOf<R> = [Success<R>] extends [never] ? void : Success<R>;
type Success<R> = R extends { data: infer D } ? D : never;

/** The answer's data, or a Problem thrown: also for a missing network and for an answer that is not JSON. */
export async function read<R extends Answer>(answer: Promise<R>): Promise<DataOf<R>> {
  let result: Answer;
  try {
    result = await answer;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw error instanceof SyntaxError ? new Problem(502, { code: "unreadable" }, null) : Problem.from(error);
  }
  const { data, error, response } = result;
  if (response.ok) return data as DataOf<R>;
  // Of whoever had signed in on this page: the question "who am I" before that is answered, not expired.
  if (response.status === 401) expireSession();
  const body = typeof error === "object" && error !== null ? (error as ProblemBody) : {};
  if (body.code === "sign_in_again") expireSession("confirm");
  throw new Problem(response.status, body, response.headers.get("x-request-id"), response.headers.get("retry-after"));
}

/** Filters as they stand in the address, where words are all there is; the server judges them. */
export function asked(query: Query): never {
  return query as never;
}

/** A body with a file: the generator describes it as text, the browser needs the form itself. */
export function withFile(file: File): { body: never; bodySerializer: () => FormData } {
  return {
    body: {} as never,
    bodySerializer: () => {
      const form = new FormData();
      form.set("file", file);
      return form;
    },
  };
}
