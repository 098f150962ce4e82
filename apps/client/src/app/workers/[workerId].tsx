export { WorkerScreen as default } from "../../features/worker/worker-screen";
