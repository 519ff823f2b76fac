#define _GNU_SOURCE  // pipe2
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

// What the child did not manage to do, sent to the parent through a pipe that exec closes.
struct failure {
  int step;
  int code;
};

static const char *const steps[] = {"setpgid", "chdir", "open", "setrlimit", "execve"};

static void give_up(int pipe, int step) {
  struct failure failure = {step, errno};
  ssize_t written = write(pipe, &failure, sizeof failure);
  (void)written;
  _exit(127);
}

static void limit(int pipe, int resource, uint64_t value) {
  if (value == 0) return;
  struct rlimit bound = {value, value};
  if (setrlimit(resource, &bound) != 0) give_up(pipe, 3);
}

static void redirect(int pipe, const char *path, int flags, int target) {
  int opened = open(path, flags | O_CLOEXEC, 0600);
  if (opened < 0 || dup2(opened, target) < 0) give_up(pipe, 2);
}

// Between fork and exec only calls that are safe in the child of a process with threads.
static void become(const struct kanon_process *process, int pipe) {
  if (setpgid(0, 0) != 0) give_up(pipe, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  for (int number = 1; number < 32; number++)
    if (number != SIGKILL && number != SIGSTOP) signal(number, SIG_DFL);
  redirect(pipe, "/dev/null", O_RDONLY, 0);
  redirect(pipe, process->output, O_WRONLY | O_CREAT | O_EXCL, 1);
  redirect(pipe, process->error, O_WRONLY | O_CREAT | O_EXCL, 2);
  if (chdir(process->directory) != 0) give_up(pipe, 1);
  limit(pipe, RLIMIT_AS, process->memory);
  limit(pipe, RLIMIT_FSIZE, process->file);
  limit(pipe, RLIMIT_CPU, process->seconds);
  struct rlimit none_at_all = {0, 0};
  setrlimit(RLIMIT_CORE, &none_at_all);
  execve(process->program, process->arguments, process->environment);
  give_up(pipe, 4);
}

pid_t kanon_start(const struct kanon_process *process, const char **step) {
  int pipes[2];
  *step = "pipe";
  if (pipe2(pipes, O_CLOEXEC) != 0) return -errno;
  *step = "fork";
  pid_t child = fork();
  if (child < 0) {
    int code = errno;
    close(pipes[0]);
    close(pipes[1]);
    return -code;
  }
  if (child == 0) become(process, pipes[1]);
  close(pipes[1]);
  struct failure failure;
  ssize_t count;
  do count = read(pipes[0], &failure, sizeof failure);
  while (count < 0 && errno == EINTR);
  close(pipes[0]);
  if (count != (ssize_t)sizeof failure) return child;
  while (waitpid(child, NULL, 0) < 0 && errno == EINTR) continue;
  *step = steps[failure.step];
  return -failure.code;
}
