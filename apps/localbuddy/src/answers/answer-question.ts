import type { Question } from "../intake/rule";
import type { Answer, AnswerContext } from "./answer";
import { approvals } from "./approvals";
import { branches } from "./branches";
import { file } from "./file";
import { gitDiff } from "./git-diff";
import { gitLog } from "./git-log";
import { gitStatus } from "./git-status";
import { help, usage } from "./help";
import { commitOrItem, item } from "./item";
import { job } from "./job";
import { jobs } from "./jobs";
import { log } from "./log";
import { paragraphs } from "./markdown";
import { queue } from "./queue";
import { request } from "./request";
import { requests } from "./requests";
import { review } from "./review";
import { search } from "./search";
import { smallTalk } from "./small-talk";
import { status } from "./status";
import { tree } from "./tree";
import { why } from "./why";
import { workers } from "./workers";

/** Answers a question from the server's data and from git. Reads only; nothing is written anywhere. */
export async function answerQuestion(question: Question, context: AnswerContext): Promise<Answer> {
  switch (question.about) {
    case "help":
      return help();
    case "usage":
      return usage(question.form);
    case "several":
      return allOf(question.questions, context);
    case "small_talk":
      return smallTalk(question.text, context.smallTalk, context.signal);
    case "status":
      return status(context);
    case "queue":
      return queue(context);
    case "requests":
      return requests(context);
    case "jobs":
      return jobs(context);
    case "workers":
      return workers(context);
    case "approvals":
      return approvals(context);
    case "job":
      return job(question.id, context);
    case "request":
      return request(question.id, context);
    case "item":
      return item(question.id, context);
    case "log":
      return log(question.id, context);
    case "git_status":
      return gitStatus(context);
    case "git_log":
      return gitLog(question, context);
    case "git_diff":
      return gitDiff(question, context);
    case "commit":
      return commitOrItem(question.rev, context);
    case "branches":
      return branches(context);
    case "review":
      return review(context);
    case "file":
      return file(question, context);
    case "why":
      return why(question, context);
    case "search":
      return search(question, context);
    case "tree":
      return tree(question, context);
  }
}

async function allOf(questions: readonly Question[], context: AnswerContext): Promise<Answer> {
  const answers = await Promise.all(questions.map((question) => answerQuestion(question, context)));
  return answers.find((answer) => typeof answer !== "string") ?? paragraphs(...answers.map(String));
}
