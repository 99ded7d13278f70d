package dev.secretsync.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A wire to an API server that is cut once so many bytes went to it, in the middle of anything. */
final class Wire implements AutoCloseable {
  private static final int CHUNK = 1024;
  private final ServerSocket listener;
  private final int port;
  private final AtomicLong left;
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  Wire(String url, long bytes) throws IOException {
    this.port = URI.create(url).getPort();
    this.left = new AtomicLong(bytes);
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  String url() {
    return "https://127.0.0.1:" + listener.getLocalPort();
  }

  boolean isCut() {
    return left.get() <= 0;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
        open.add(client);
        open.add(server);
        Thread.ofVirtual().start(() -> pass(client, server, true));
        Thread.ofVirtual().start(() -> pass(server, client, false));
      }
    } catch (IOException _) {
      close(); // cut, or the test is over
    }
  }

  private void pass(Socket from, Socket to, boolean counted) {
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        if (counted && left.addAndGet(-read) <= 0) {
          close();
          return;
        }
        out.write(chunk, 0, read);
      }
    } catch (IOException _) {
      // one side has ended; so does the other
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException("a wire that cannot be cut", e);
    }
  }
}
