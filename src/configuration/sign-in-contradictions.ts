import { listIn, textsIn, valueIn } from "./configuration-content.ts";
import type { Problem } from "./configuration-problems.ts";

/** What of the sign-in cannot hold together, or names operations and skills that there are not. */
export function contradictingSignIn(configuration: unknown): Problem[] {
  const signIn = valueIn(configuration, "signIn");
  const oidc = valueIn(signIn, "oidc");
  const operations = listIn(configuration, "operations");
  const names = textsIn(operations.map((one) => valueIn(one, "name")));
  const nobody =
    valueIn(signIn, "passwords") === false && oidc === undefined
      ? [{ path: ["signIn", "passwords"], says: "without passwords say oidc: nobody could sign in" }]
      : [];
  return [
    ...nobody,
    ...listIn(oidc, "roles").flatMap((rule, index) => {
      const at = ["signIn", "oidc", "roles", index];
      const operation = valueIn(rule, "operation");
      const isAdministrator = valueIn(rule, "role") === "administrator";
      const skills = listIn(rule, "skills");
      if (typeof operation === "string" && names.length > 0 && !names.includes(operation))
        return [
          {
            path: [...at, "operation"],
            says: `there is no operation ${operation}; known: ${names.join(", ")}`,
          },
        ];
      if (isAdministrator && skills.length > 0)
        return [{ path: [...at, "skills"], says: "administrators see every skill: leave it out" }];
      if (operation === undefined && !isAdministrator && names.length > 1)
        return [{ path: at, says: `say operation: one of ${names.join(", ")}` }];
      const theirs = operations.find((one) => operation === undefined || valueIn(one, "name") === operation);
      const known = textsIn(listIn(theirs, "skills").map((one) => valueIn(one, "name")));
      return textsIn(skills).flatMap((skill) =>
        known.length === 0 || known.includes(skill)
          ? []
          : [
              {
                path: [...at, "skills", skills.indexOf(skill)],
                says: `there is no skill ${skill}; known: ${known.join(", ")}`,
              },
            ],
      );
    }),
  ];
}
