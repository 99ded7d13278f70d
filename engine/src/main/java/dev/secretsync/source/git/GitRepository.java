package dev.secretsync.source.git;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.Revision;
import dev.secretsync.source.PastFiles;
import dev.secretsync.source.SourceFile;
import dev.secretsync.source.SourceTree;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * A folder of a Git repository, read from the object database. Filters, hooks, attributes and the
 * configuration of the repository, the user and the system have no effect on what is read
 * (security.md G2).
 */
public final class GitRepository implements AutoCloseable {
  private static final int NAMED = 10;

  /** Where Git looks for a short name, in its order. */
  private static final List<String> REF_KINDS =
      List.of(Constants.R_REFS, Constants.R_TAGS, Constants.R_HEADS, Constants.R_REMOTES);

  private final Repository repository;
  private final Optional<Path> worktree;
  private final String folder;

  private GitRepository(Repository repository, Optional<Path> worktree, String folder) {
    this.repository = repository;
    this.worktree = worktree;
    this.folder = folder;
  }

  /**
   * Opens the repository that {@code folder} is in: its root, a folder of its work tree, or a bare
   * repository.
   *
   * @throws RefusedException when there is none
   */
  public static GitRepository open(Path folder) {
    SilentSystemReader.install();
    Path real = realFolder(folder);
    try {
      Optional<Path> worktree = worktreeAbove(real);
      FileRepositoryBuilder builder = new FileRepositoryBuilder();
      // the root is named here so that core.worktree of the repository cannot lead elsewhere
      worktree.ifPresentOrElse(
          root -> builder.findGitDir(root.toFile()).setWorkTree(root.toFile()),
          () -> builder.setGitDir(bare(real, folder)).setBare());
      if (builder.getGitDir() == null) {
        throw notARepository(folder);
      }
      Repository repository = builder.setMustExist(true).build();
      String inside = worktree.map(root -> slashes(root.relativize(real))).orElse("");
      return new GitRepository(repository, worktree, inside);
    } catch (IOException _) {
      throw notARepository(folder);
    }
  }

  /**
   * Reads the YAML files below the folder at a commit. A work tree that differs from the commit is
   * a warning when the commit is {@code HEAD}.
   *
   * @param revision what {@code git rev-parse} understands, for example {@code HEAD}
   * @throws RefusedException when there is no such revision or folder
   */
  public SourceTree read(String revision, Problems problems) {
    try (ObjectReader reader = repository.newObjectReader();
        RevWalk walk = new RevWalk(reader)) {
      RevCommit commit = commit(walk, revision);
      RevTree root = commit.getTree();
      ObjectId tree = folder.isEmpty() ? root : folderOf(reader, root, commit);
      FileIntake intake = new FileIntake(problems);
      CommitFiles files = new CommitFiles(reader, root, intake);
      files.read(folder, tree);
      files.readSopsConfigsAbove(folder);
      intake.reportLimits();
      warnOfDirtyFiles(commit, problems);
      return new SourceTree(
          new Revision(commit.name(), root.name(), false), intake.files(), intake.sopsConfigs());
    } catch (MissingObjectException _) {
      throw refused(
          Code.UNKNOWN_REVISION,
          revision,
          "an object of this commit is missing",
          "fetch the whole commit: no partial clone, no filter");
    } catch (IOException _) {
      throw unreadable(revision);
    }
  }

  /**
   * The same for a commit to compare with, in which the folder may not have been there yet. Its
   * name has to mean one commit, as that of a protected ref does.
   */
  public SourceTree readBase(String revision, Problems problems) {
    refuseAmbiguous(revision);
    try {
      return read(revision, problems);
    } catch (RefusedException refused) {
      if (refused.diagnostics().stream().noneMatch(d -> d.code() == Code.PATH_NOT_IN_COMMIT)) {
        throw refused;
      }
      return new SourceTree(revisionOf(revision), Collections.emptySortedMap());
    }
  }

  private Revision revisionOf(String revision) {
    try (RevWalk walk = new RevWalk(repository)) {
      RevCommit commit = commit(walk, revision);
      return new Revision(commit.name(), commit.getTree().name(), false);
    } catch (IOException _) {
      throw unreadable(revision);
    }
  }

  /**
   * Reads the files of a protected ref, below the same folder. Its name has to mean one commit:
   * whoever may push a tag could otherwise give it the name of the branch that is protected.
   *
   * @throws RefusedException when it is not there, not the only one of its name, or has no such
   *     folder
   */
  public SourceTree readTrusted(String ref, Problems problems) {
    refuseAmbiguous(ref);
    try {
      return read(ref, problems);
    } catch (RefusedException e) {
      throw new RefusedException(e.diagnostics().stream().map(why -> ofTrusted(ref, why)).toList());
    }
  }

  private static Diagnostic ofTrusted(String ref, Diagnostic why) {
    return switch (why.code()) {
      case UNKNOWN_REVISION ->
          Diagnostic.error(
              why.code(),
              SafePath.shown(ref),
              "the trusted ref is not in this clone: " + why.summary(),
              "fetch it first: git fetch, or fetch-depth: 0 where a CI service clones");
      case PATH_NOT_IN_COMMIT ->
          Diagnostic.error(
              why.code(),
              SafePath.shown(ref) + ":" + why.subject(),
              "the trusted ref has no such folder, so that nothing there says what may be done",
              "let the folder be there first, or give the PATH that it has there");
      default -> why;
    };
  }

  private void refuseAmbiguous(String ref) {
    String name = ref.split("[~^@:]", 2)[0];
    boolean isFull = name.startsWith(Constants.R_REFS) || name.equals(Constants.HEAD);
    if (isFull || ObjectId.isId(name)) {
      return;
    }
    Set<String> meant = new TreeSet<>();
    boolean looksLikeAnId = name.matches("[0-9a-f]{4,}");
    try {
      for (String kind : REF_KINDS) {
        Ref found =
            Repository.isValidRefName(kind + name) ? repository.exactRef(kind + name) : null;
        if (found != null) {
          resolve(found.getName()).ifPresent(id -> meant.add(id.name()));
        }
      }
    } catch (IOException _) {
      throw unreadable(ref);
    }
    if (meant.size() > (looksLikeAnId ? 0 : 1)) {
      throw refused(
          Code.UNKNOWN_REVISION,
          SafePath.shown(ref),
          "the trusted ref is ambiguous: it may be a branch, a tag or a commit",
          "give it in full, such as refs/heads/main, or all of a commit id");
    }
  }

  /**
   * Reads the uncommitted files instead ({@code --worktree}). The revision names the commit below
   * them, or none.
   *
   * @throws RefusedException when the repository has no work tree
   */
  public SourceTree readWorktree(Problems problems) {
    Path root =
        worktree.orElseThrow(() ->
            refused(
                Code.NOT_A_REPOSITORY,
                repository.getDirectory().getName(),
                "a bare repository has no work tree",
                "leave --worktree out"));
    try (RevWalk walk = new RevWalk(repository)) {
      FileIntake intake = new FileIntake(problems);
      WorktreeFiles files = new WorktreeFiles(intake);
      files.read(root.resolve(folder), folder);
      files.readSopsConfigsAbove(root, folder);
      intake.reportLimits();
      ObjectId head = repository.resolve(Constants.HEAD);
      Revision revision =
          head == null
              ? new Revision("", "", true)
              : new Revision(head.name(), walk.parseCommit(head).getTree().name(), true);
      return new SourceTree(revision, intake.files(), intake.sopsConfigs());
    } catch (IOException _) {
      throw unreadable("--worktree");
    }
  }

  /** A file of an earlier write; empty when the object is not there, or is no text. */
  public Optional<SourceFile> blob(String path, String blobId) {
    if (!ObjectId.isId(blobId)) {
      return Optional.empty();
    }
    try (ObjectReader reader = repository.newObjectReader()) {
      ObjectLoader loader = reader.open(ObjectId.fromString(blobId), Constants.OBJ_BLOB);
      if (loader.getSize() > FileIntake.MAX_FILE) {
        return Optional.empty();
      }
      byte[] content = loader.getBytes();
      return SafePath.utf8(content, 0, content.length)
          .map(text -> new SourceFile(path, blobId, text));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** The files of an earlier commit; empty when the repository does not have it. */
  public Optional<SourceTree> find(String commit) {
    try {
      return ObjectId.isId(commit) ? Optional.of(read(commit, new Problems())) : Optional.empty();
    } catch (RefusedException _) {
      return Optional.empty();
    }
  }

  /** Root of the work tree; empty for a bare repository. */
  public Optional<Path> workTree() {
    return worktree;
  }

  /** What the commits before {@code current} declared and it does not. */
  public PastFiles past(SourceTree current) {
    if (current.revision().commit().isEmpty()) {
      return new PastFiles(List.of(), true);
    }
    Set<String> present =
        current.files().values().stream().map(SourceFile::blobId).collect(Collectors.toSet());
    try {
      return new History(repository, folder, present)
          .before(ObjectId.fromString(current.revision().commit()));
    } catch (IOException _) {
      throw unreadable(current.revision().shortCommit());
    }
  }

  /** What {@code git add} wrote. */
  DirCache index() throws IOException {
    return repository.readDirCache();
  }

  /** The repository's own configuration, that of all its work trees. */
  StoredConfig config() {
    return repository.getConfig();
  }

  /** Where {@code origin} is, for example {@code github.com/acme/secrets}; empty when local. */
  public Optional<String> remote() {
    return Optional.ofNullable(repository.getConfig().getString("remote", "origin", "url"))
        .flatMap(RemoteAddress::normalise);
  }

  /** The folder, from the repository's root with {@code /}; empty for the root itself. */
  public String pathInRepository() {
    return folder;
  }

  @Override
  public void close() {
    repository.close();
  }

  private RevCommit commit(RevWalk walk, String revision) throws IOException {
    Optional<ObjectId> id = resolve(revision);
    if (id.isPresent()) {
      return walk.parseCommit(id.get());
    }
    if (repository.resolve(Constants.HEAD) == null && revision.equals(Constants.HEAD)) {
      throw refused(
          Code.NO_COMMITS,
          repository.getDirectory().getName(),
          "the repository has no commits",
          "commit the declarations first; --worktree tries uncommitted files");
    }
    throw refused(
        Code.UNKNOWN_REVISION,
        SafePath.shown(revision),
        "no such commit",
        "give a branch, a tag or a commit id; in CI, fetch it first");
  }

  private Optional<ObjectId> resolve(String revision) {
    try {
      return Optional.ofNullable(repository.resolve(revision + "^{commit}"));
    } catch (IOException | RuntimeException _) {
      // the library throws several kinds for text that is no revision
      return Optional.empty();
    }
  }

  private ObjectId folderOf(ObjectReader reader, RevTree root, RevCommit commit)
      throws IOException {
    try (TreeWalk walk = TreeWalk.forPath(reader, folder, root)) {
      if (walk == null || !walk.isSubtree()) {
        throw refused(
            Code.PATH_NOT_IN_COMMIT,
            SafePath.shown(folder),
            "no such folder in commit " + commit.name().substring(0, 7),
            "commit it first, or give another PATH or --rev");
      }
      return walk.getObjectId(0);
    }
  }

  private void warnOfDirtyFiles(RevCommit commit, Problems problems) throws IOException {
    if (worktree.isEmpty() || !commit.equals(repository.resolve(Constants.HEAD))) {
      return;
    }
    SortedSet<String> dirty = DirtyFiles.find(repository, commit.getTree(), folder);
    if (!dirty.isEmpty()) {
      String named =
          dirty.stream().limit(NAMED).map(SafePath::shown).collect(Collectors.joining(", "));
      String more = dirty.size() > NAMED ? " and " + (dirty.size() - NAMED) + " more" : "";
      problems.add(
          Diagnostic.warning(
              Code.DIRTY_WORKTREE,
              "work tree",
              "uncommitted changes are not read: " + named + more,
              "commit them, or try them with --worktree"));
    }
  }

  private static Path realFolder(Path folder) {
    try {
      Path real = folder.toRealPath();
      if (Files.isDirectory(real)) {
        return real;
      }
      throw refused(
          Code.NOT_A_REPOSITORY, folder.toString(), "not a folder", "give the folder it is in");
    } catch (IOException _) {
      throw refused(
          Code.NOT_A_REPOSITORY, folder.toString(), "no such folder", "check the PATH argument");
    }
  }

  private static Optional<Path> worktreeAbove(Path folder) {
    for (Path at = folder; at != null; at = at.getParent()) {
      if (Files.exists(at.resolve(Constants.DOT_GIT), LinkOption.NOFOLLOW_LINKS)) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  private static File bare(Path real, Path asked) {
    if (Files.isRegularFile(real.resolve(Constants.HEAD))
        && Files.isDirectory(real.resolve("objects"))) {
      return real.toFile();
    }
    throw notARepository(asked);
  }

  private static String slashes(Path relative) {
    return relative.toString().replace(File.separatorChar, '/');
  }

  private static RefusedException notARepository(Path folder) {
    return refused(
        Code.NOT_A_REPOSITORY,
        folder.toString(),
        "not a Git repository",
        "give a folder of a repository; git init makes one");
  }

  private static RefusedException unreadable(String subject) {
    return refused(
        Code.NOT_A_REPOSITORY,
        SafePath.shown(subject),
        "the repository cannot be read",
        "check it with git fsck");
  }

  private static RefusedException refused(Code code, String subject, String summary, String hint) {
    return new RefusedException(Diagnostic.error(code, subject, summary, hint));
  }
}
