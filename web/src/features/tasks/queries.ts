import { queryOptions } from "@tanstack/react-query";
import { asked, client, type Query, read, type Schemas } from "@/shared/http/http";
import { queryClient } from "@/shared/http/query-client";

export type Task = Schemas["TaskItem"];
export type TaskLine = Schemas["TaskListItem"];

const over = new Set(["succeeded", "failed", "cancelled"]);
export const isOver = (state: string) => over.has(state);
const one = (id: string) => ({ params: { path: { task_id: id } } });

export const tasksQuery = (query: Query) =>
  queryOptions({
    queryKey: ["tasks", "list", query],
    queryFn: ({ signal }) => read(client.GET("/api/v1/tasks", { params: { query: asked(query) }, signal })),
    refetchInterval: ({ state }) => (state.data?.items.some((task) => !isOver(task.state)) ? 2000 : 60_000),
  });

/** The button in the top bar stands only while something of mine runs. */
export const runningQuery = queryOptions({
  queryKey: ["tasks", "running"],
  queryFn: async ({ signal }) => (await read(client.GET("/api/v1/tasks", { params: { query: { active: true, mine: true, limit: 1 } }, signal }))).total,
  refetchInterval: ({ state }) => (state.data ? 5000 : 60_000),
  refetchOnWindowFocus: "always",
  retry: false,
});

export const taskQuery = (id: string) =>
  queryOptions({
    queryKey: ["tasks", id],
    queryFn: ({ signal }) => read(client.GET("/api/v1/tasks/{task_id}", { ...one(id), signal })),
    refetchInterval: ({ state }) => (state.data && isOver(state.data.state) ? false : 1000),
    refetchIntervalInBackground: true,
  });

/** What stays, in a sentence of the server's. */
export async function cancelTask(id: string): Promise<string> {
  const answer = await read(client.POST("/api/v1/tasks/{task_id}/cancel", one(id)));
  await queryClient.invalidateQueries({ queryKey: ["tasks"] });
  return answer.leaves;
}
