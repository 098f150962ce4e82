import { inspectRepository, type UserRepository } from "@pushpals/shared/git";
import type { Problem } from "./problem";

/** The repository to work for, and all that is wrong with it. */
export async function checkRepository(
  path: string,
): Promise<{ repository: UserRepository | null; problems: Problem[] }> {
  const inspected = await inspectRepository(path);
  if (!inspected.ok)
    return {
      repository: null,
      problems: [
        {
          what: "There is no repository to work for",
          why: inspected.message,
          next: ["name one: bun run start --repo <path>, or PUSHPALS_REPO_PATH=<path>"],
        },
      ],
    };
  const { repository } = inspected;
  const isBare = bare(repository);
  const problems = isBare ? [isBare] : [unborn(repository), nameless(repository)];
  return { repository, problems: problems.filter((problem) => problem !== null) };
}

function bare({ path, gitDir }: UserRepository): Problem | null {
  if (path !== gitDir) return null;
  return {
    what: "The repository is bare",
    why: `${path} has no work tree; Push Pals works for a person's checkout.`,
    next: ["clone it, and start with the clone: bun run start --repo <path of the clone>"],
  };
}

function unborn({ path, head }: UserRepository): Problem | null {
  if (head !== null) return null;
  return {
    what: "The repository has no commit yet",
    why: `There is nothing in ${path} that work could be based on.`,
    next: [`make the first one: git -C ${path} commit --allow-empty -m "Start"`],
  };
}

/** Commits name the person who asked as co-author. */
function nameless({ path, identity }: UserRepository): Problem | null {
  if (identity) return null;
  return {
    what: "Git does not know who you are",
    why: "Commits of the team name the person who asked as their co-author.",
    next: [`git -C ${path} config user.name "Your Name"`, `git -C ${path} config user.email you@example.org`],
  };
}
