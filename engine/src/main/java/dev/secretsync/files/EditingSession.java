package dev.secretsync.files;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.RefusedException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file in clear while somebody edits it. Whatever ends the run, also a signal, ends the editor
 * and leaves no file behind; only {@code kill -9} is beyond us.
 */
final class EditingSession implements AutoCloseable {
  private final Editor editor;
  private final PrivateFolder folder;
  private final Path file;
  private @Nullable Process running;
  private boolean abandoned;
  private final Thread onSignal = new Thread(this::abandon, "secretsync-edit-cleanup");

  private EditingSession(Editor editor, PrivateFolder folder, Path file) {
    this.editor = editor;
    this.folder = folder;
    this.file = file;
  }

  /**
   * Writes the file.
   *
   * @param name its base name, by which editors choose how to show it
   * @throws RefusedException when there is no editor or no place for the file
   */
  static EditingSession open(
      String name, byte[] plain, Map<String, String> env, Problems problems) {
    Editor editor = Editor.find(env);
    PrivateFolder folder = PrivateFolder.create(env, problems);
    try {
      EditingSession session = new EditingSession(editor, folder, folder.path().resolve(name));
      Runtime.getRuntime().addShutdownHook(session.onSignal); // before there is anything to erase
      folder.write(name, plain);
      return session;
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /**
   * Lets the editor run until it ends, and returns what stands in the file then. The caller clears
   * it.
   *
   * @throws RefusedException when the editor fails or removes the file
   */
  byte[] edit() {
    Process process = start();
    try {
      if (process.waitFor() != 0) {
        throw new RefusedException(
            Diagnostic.error(
                Code.EDITOR_FAILED,
                "",
                "the editor failed, so nothing was changed",
                "try it again"));
      }
    } catch (InterruptedException e) {
      Editor.end(process);
      Thread.currentThread().interrupt();
      throw new RefusedException(
          Diagnostic.error(Code.EDITOR_FAILED, "", "the editor was interrupted", ""));
    } finally {
      ended();
    }
    return Disk.read(file);
  }

  /** A signal must not fall between the start of the editor and our knowing of it. */
  private synchronized Process start() {
    if (abandoned) {
      throw new RefusedException(
          Diagnostic.error(Code.EDITOR_FAILED, "", "the editor was interrupted", ""));
    }
    Process process = editor.start(file);
    running = process;
    return process;
  }

  private synchronized void ended() {
    running = null;
  }

  private synchronized void abandon() {
    abandoned = true;
    if (running != null) {
      Editor.end(running);
    }
    folder.close();
  }

  @Override
  public void close() {
    abandon();
    try {
      Runtime.getRuntime().removeShutdownHook(onSignal);
    } catch (IllegalStateException _) {
      // the process is ending, and the hook runs or ran
    }
  }
}
