export { tcpServer, type TcpServerOptions } from './tcp-server.js';
export { udpSocket, type UdpSocketOptions } from './udp-socket.js';
