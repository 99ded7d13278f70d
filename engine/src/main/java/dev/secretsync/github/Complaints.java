package dev.secretsync.github;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import dev.secretsync.report.Shown;
import java.time.Instant;

/** What is said when GitHub does not do as we ask: our words, never those of its answer. */
final class Complaints {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int GONE = 410;

  private Complaints() {}

  static RefusedException refused(Call call, int status) {
    return switch (status) {
      case UNAUTHORIZED ->
          error(
              Code.GITHUB_FORBIDDEN,
              call,
              "GitHub does not take the token",
              "it may have expired: set GITHUB_TOKEN to one that is valid");
      case FORBIDDEN ->
          error(
              Code.GITHUB_FORBIDDEN,
              call,
              "the token may not do this",
              "give the job the permission '"
                  + call.permission()
                  + "'; a locked conversation takes no comment either");
      case NOT_FOUND ->
          error(
              Code.GITHUB_NOT_FOUND,
              call,
              "does not exist, or the token may not see it",
              "check the repository and the number, and give the job the permission '"
                  + call.permission()
                  + "'");
      case GONE ->
          error(
              Code.GITHUB_NOT_FOUND,
              call,
              "is gone, or the repository has issues switched off",
              "switch them on in the repository's settings");
      default ->
          error(
              Code.GITHUB_REFUSED,
              call,
              "GitHub refuses this with status " + status,
              "run it again; if it stays, report it with this line");
    };
  }

  static RefusedException rateLimit(Call call, Instant until) {
    return error(
        Code.GITHUB_RATE_LIMIT,
        call,
        "GitHub takes no more requests of this token before " + Shown.time(until),
        "run it again then, or with a token of its own in SECRETSYNC_GITHUB_TOKEN");
  }

  static RefusedException noAnswer(Call call) {
    return error(
        Code.GITHUB_UNREACHABLE,
        call,
        "GitHub gave no answer that could be used",
        "check GITHUB_API_URL and HTTPS_PROXY, and run it again");
  }

  static RefusedException otherHost(Call call) {
    return error(
        Code.GITHUB_REFUSED,
        call,
        "the API sends us to another host, which must not see the token",
        "check GITHUB_API_URL");
  }

  static RefusedException unusable(Call call) {
    return error(
        Code.GITHUB_REFUSED,
        call,
        "what answers is not GitHub's API as it is documented",
        "check GITHUB_API_URL");
  }

  static RefusedException crowded(Call call) {
    return error(
        Code.GITHUB_REFUSED,
        call,
        "other runs keep changing the same place",
        "put the job into a concurrency group, and run it again");
  }

  static RefusedException unlabelled(GitHub.About about, String label) {
    return new RefusedException(
        Diagnostic.error(
            Code.GITHUB_FORBIDDEN,
            about.subject(),
            "GitHub did not set the label " + label + ", without which no run finds it again",
            "give the job the permission '" + about.permission() + "'"));
  }

  static RefusedException badProxy() {
    return new RefusedException(
        Diagnostic.error(
            Code.GITHUB_SETUP,
            "",
            "HTTPS_PROXY is no address of an HTTP proxy",
            "such as http://proxy.example:3128"));
  }

  private static RefusedException error(Code code, Call call, String summary, String hint) {
    return new RefusedException(Diagnostic.error(code, call.subject(), summary, hint));
  }
}
