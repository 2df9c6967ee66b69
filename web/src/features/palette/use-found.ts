import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { may, useMe } from "@/shared/session/me";
import { type Found, searchQuery } from "./queries";
import type { Scope } from "./rank";

/** Shorter than this finds everybody. */
const LEAST = 2;
const PAUSE = 200;

const none: Found[] = [];

/** Records that fit, asked of the server when typing pauses. */
export function useFound(typed: string, scope: Scope) {
  const me = useMe();
  const kinds = [...(may(me, "students.read") || may(me, "users.read") ? ["people"] : []), ...(may(me, "jobs.read") ? ["jobs"] : [])];
  const [asked, setAsked] = useState(typed);
  useEffect(() => {
    if (asked === typed) return undefined;
    const timer = setTimeout(() => setAsked(typed), PAUSE);
    return () => clearTimeout(timer);
  }, [asked, typed]);
  const wanted = scope !== "actions" && typed.length >= LEAST;
  const kind = scope === "people" || scope === "jobs" ? scope : undefined;
  const { data, isFetching, isError } = useQuery({ ...searchQuery(asked, kind), enabled: wanted && asked.length >= LEAST, placeholderData: keepPreviousData });
  return {
    kinds,
    groups: wanted && !isError ? (data ?? none) : none,
    searching: wanted && (isFetching || asked !== typed),
    failed: wanted && isError,
    short: scope !== "all" && typed.length < LEAST,
  };
}
