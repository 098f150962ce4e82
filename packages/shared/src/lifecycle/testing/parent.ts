/** Starts the child with a pipe as its standard input, says its process id, and lives until it is killed. */
const child = Bun.spawn([process.execPath, `${import.meta.dir}/child.ts`], {
  stdin: "pipe",
  stdout: "inherit",
  env: { ...process.env, PUSHPALS_EXIT_WITH_PARENT: "1" },
});
console.log(JSON.stringify({ child: child.pid }));
setInterval(() => undefined, 1_000);
