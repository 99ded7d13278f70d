package dev.secretsync.source.git;

import java.io.File;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * Keeps JGit to the repository's objects: no configuration of the system or the user, no {@code
 * GIT_*} variable, no call of a {@code git} program, no probe files (security.md G2).
 */
final class SilentSystemReader extends SystemReader.Delegate {
  private static boolean installed;

  private SilentSystemReader() {
    super(SystemReader.getInstance());
  }

  /** Puts it in place for the whole process, once. */
  static synchronized void install() {
    if (!installed) {
      SystemReader.setInstance(new SilentSystemReader());
      installed = true;
    }
  }

  @Override
  public @Nullable String getenv(String variable) {
    return variable.startsWith("GIT_") || variable.startsWith("XDG_")
        ? null
        : super.getenv(variable);
  }

  @Override
  public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
    return new NoFile(parent, fs);
  }

  @Override
  public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
    return new NoFile(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
    return new NoFile(parent, fs);
  }

  /**
   * A configuration without a file. It answers only what JGit would otherwise measure by writing
   * probe files into the repository: how exact the time stamps of files are.
   */
  private static final class NoFile extends FileBasedConfig {
    NoFile(@Nullable Config parent, FS fs) {
      super(parent, new File("none"), fs);
    }

    @Override
    public void load() {
      // there is nothing to load
    }

    @Override
    public void save() {
      // and nothing to write
    }

    @Override
    public boolean isOutdated() {
      return false;
    }

    @Override
    public @Nullable String getString(String section, @Nullable String subsection, String name) {
      if (section.equals(ConfigConstants.CONFIG_FILESYSTEM_SECTION)) {
        return "2 seconds";
      }
      return super.getString(section, subsection, name);
    }
  }
}
