export * from "./erlang-a.ts";
export * from "./erlang-b.ts";
export * from "./parameter-error.ts";
export * from "./patience-law.ts";
