/** How a person calls this program from the project's folder; what every hint says. */
export const COMMAND = "bun run pushpals";
