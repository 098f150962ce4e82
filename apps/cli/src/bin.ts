#!/usr/bin/env bun
import { main } from "./main";

process.exitCode = await main(process.argv.slice(2));
