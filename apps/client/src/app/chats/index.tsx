export { ChatsScreen as default } from "../../features/chats/chats-screen";
