import { useCallback, useEffect, useRef, useState } from "react";
import type { DefaultValues, FieldValues, UseFormReturn } from "react-hook-form";
import { drop, keep, kept } from "@/shared/preferences/own";
import { same } from "@/shared/record/merge";

interface Stored {
  values: Record<string, unknown>;
  at: string;
}

const PAUSE = 600;
const KEPT_DAYS = 30;

/** A draft worth offering: not older than a month, and different from what is on file. Pure. */
export function offerable(stored: Stored | null, current: Record<string, unknown>, now: Date): Stored | null {
  if (!stored || typeof stored.at !== "string" || typeof stored.values !== "object") return null;
  const days = (now.getTime() - new Date(stored.at).getTime()) / 86_400_000;
  // Fields that the form no longer has are forgotten, new ones start as they are.
  const values = Object.fromEntries(Object.keys(current).map((name) => [name, stored.values[name] ?? current[name]]));
  return !(days < KEPT_DAYS) || same(values, current) ? null : { values, at: stored.at };
}

export interface Draft {
  savedAt: string | null;
  /** What was typed before and not sent. */
  offered: Stored | null;
  restore: () => void;
  discard: () => void;
  /** It was sent, or given up: forget it. */
  clear: () => void;
}

/** Keeps what is typed on this device until it is sent. */
export function useDraft<V extends FieldValues>(key: string, form: UseFormReturn<V>): Draft {
  const name = `draft.${key}`;
  const [offered, setOffered] = useState(() => offerable(kept<Stored>(name), form.getValues(), new Date()));
  const [savedAt, setSavedAt] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const sent = useRef(false);

  useEffect(() => {
    const write = () => {
      if (sent.current) return;
      const values = form.getValues();
      if (same(values, form.formState.defaultValues)) return;
      const at = new Date().toISOString();
      if (keep(name, { values, at })) setSavedAt(at);
    };
    const later = () => {
      clearTimeout(timer.current);
      timer.current = setTimeout(write, PAUSE);
    };
    const stop = form.subscribe({ formState: { values: true }, callback: later });
    window.addEventListener("pagehide", write);
    return () => {
      // What was typed in the last moment is kept too.
      if (timer.current) write();
      clearTimeout(timer.current);
      stop();
      window.removeEventListener("pagehide", write);
    };
  }, [form, name]);

  const clear = useCallback(() => {
    sent.current = true;
    clearTimeout(timer.current);
    drop(name);
    setSavedAt(null);
    setOffered(null);
  }, [name]);
  const restore = useCallback(() => {
    if (offered) form.reset(offered.values as DefaultValues<V> & V, { keepDefaultValues: true });
    setOffered(null);
  }, [form, offered]);
  const discard = useCallback(() => {
    setOffered(null);
    if (same(form.getValues(), form.formState.defaultValues)) drop(name);
  }, [form, name]);
  return { savedAt, offered, restore, discard, clear };
}
