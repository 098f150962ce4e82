export const others = (jobIds: readonly string[]): string =>
  jobIds.length === 1 ? `job ${jobIds[0]?.slice(-8)}` : `${jobIds.length} other jobs`;

export const some = (files: readonly string[]): string =>
  files.length <= 3 ? files.join(", ") : `${files.slice(0, 3).join(", ")} and ${files.length - 3} more`;
