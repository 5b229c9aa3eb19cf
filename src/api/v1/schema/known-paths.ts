/** Where the description is found, without a token. */
export const DESCRIPTION_PATH = "/v1/openapi.json";

/** The methods by which the native API is asked at a path of these; none where they have nothing there. */
export function methodsAt(
  path: string,
  forms: readonly { readonly path: string; readonly method: string }[],
): readonly string[] {
  const paths = [...forms, { path: DESCRIPTION_PATH, method: "GET" }].map(({ path, method }) => ({
    pattern: new RegExp(`^${path.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}$`),
    method,
  }));
  return paths.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
}
