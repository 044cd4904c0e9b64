// console.exe of the lab: runs a command line on a console of its own, 80 columns wide and 25 lines high, and writes down what
// its screen shows then.
//   console.exe PAGE FILE MARK -- COMMAND LINE
// PAGE is its code page. FILE gets the exit code, then every line that was written: a hexadecimal attribute for each cell, a
// blank, the text in UTF-8. Ctrl+C is pressed as soon as MARK is on the screen; "-" is never.
#define _WIN32_WINNT 0x0A00
#define NTDDI_VERSION 0x0A000006
#include <windows.h>
#include <stdio.h>
#include <wchar.h>

#define WIDTH 80
#define HEIGHT 25
/* What has left the window at its top is kept, as by a console of Windows. */
#define KEPT 600

/* Longer than anything that is run here; what hangs is a failing test. */
static const DWORD limit_ms = 240000, look_ms = 100;

static BOOL WINAPI go_on(DWORD event) {
  (void)event;
  return TRUE;
}

static HANDLE open_console(const wchar_t *name) {
  SECURITY_ATTRIBUTES inherited = {sizeof inherited, NULL, TRUE};
  return CreateFileW(name, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, &inherited, OPEN_EXISTING, 0, NULL);
}

static SHORT last_line(HANDLE screen) {
  CONSOLE_SCREEN_BUFFER_INFO info = {0};
  GetConsoleScreenBufferInfo(screen, &info);
  return info.dwCursorPosition.Y;
}

static BOOL shows(HANDLE screen, const wchar_t *mark) {
  for (SHORT y = last_line(screen); y >= 0; y--) {
    wchar_t text[WIDTH + 1] = {0};
    DWORD count;
    ReadConsoleOutputCharacterW(screen, text, WIDTH, (COORD){0, y}, &count);
    if (wcsstr(text, mark)) return TRUE;
  }
  return FALSE;
}

static void write_down(HANDLE screen, const wchar_t *path, DWORD code) {
  FILE *file = _wfopen(path, L"wb");
  if (!file) return;
  fprintf(file, "%lu\n", code);
  for (SHORT y = 0, last = last_line(screen); y <= last; y++) {
    wchar_t text[WIDTH + 1] = {0};
    WORD attributes[WIDTH] = {0};
    char bytes[4 * WIDTH + 1] = {0};
    DWORD count;
    ReadConsoleOutputCharacterW(screen, text, WIDTH, (COORD){0, y}, &count);
    ReadConsoleOutputAttribute(screen, attributes, WIDTH, (COORD){0, y}, &count);
    WideCharToMultiByte(CP_UTF8, 0, text, -1, bytes, sizeof bytes, NULL, NULL);
    for (int x = 0; x < WIDTH; x++) fprintf(file, "%02x", attributes[x] & 0xff);
    fprintf(file, " %s\n", bytes);
  }
  fclose(file);
}

/* Runs in the new console. */
static int run_here(UINT page, const wchar_t *path, const wchar_t *mark, wchar_t *line) {
  HANDLE screen = open_console(L"CONOUT$");
  SetConsoleCP(page);
  SetConsoleOutputCP(page);
  SetConsoleScreenBufferSize(screen, (COORD){WIDTH, KEPT});
  SetConsoleCtrlHandler(go_on, TRUE);
  STARTUPINFOW startup = {.cb = sizeof startup, .dwFlags = STARTF_USESTDHANDLES};
  startup.hStdInput = open_console(L"CONIN$");
  startup.hStdOutput = startup.hStdError = screen;
  PROCESS_INFORMATION process;
  if (!CreateProcessW(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process)) return 91;
  BOOL pressed = !wcscmp(mark, L"-");
  DWORD code = 0;
  for (DWORD waited = 0; WaitForSingleObject(process.hProcess, look_ms) == WAIT_TIMEOUT; waited += look_ms) {
    if (waited > limit_ms) TerminateProcess(process.hProcess, 124);
    if (!pressed && shows(screen, mark)) pressed = GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0);
  }
  GetExitCodeProcess(process.hProcess, &code);
  write_down(screen, path, code);
  return 0;
}

static DWORD WINAPI drain(void *pipe) {
  char bytes[4096];
  DWORD count;
  while (ReadFile(pipe, bytes, sizeof bytes, &count, NULL) && count) {}
  return 0;
}

/* Makes the console, and this program once more in it. */
static int run_in_console(const wchar_t *words) {
  HANDLE input, keys, shown, output;
  HPCON console;
  CreatePipe(&input, &keys, NULL, 0);
  CreatePipe(&shown, &output, NULL, 0);
  if (FAILED(CreatePseudoConsole((COORD){WIDTH, HEIGHT}, input, output, 0, &console))) return 92;
  CreateThread(NULL, 0, drain, shown, 0, NULL);
  SIZE_T size = 0;
  InitializeProcThreadAttributeList(NULL, 1, 0, &size);
  STARTUPINFOEXW startup = {.StartupInfo = {.cb = sizeof startup}};
  startup.lpAttributeList = HeapAlloc(GetProcessHeap(), 0, size);
  InitializeProcThreadAttributeList(startup.lpAttributeList, 1, 0, &size);
  UpdateProcThreadAttribute(startup.lpAttributeList, 0, PROC_THREAD_ATTRIBUTE_PSEUDOCONSOLE, console, sizeof console, NULL, NULL);
  static wchar_t self[1024], line[32768];
  GetModuleFileNameW(NULL, self, 1024);
  swprintf(line, 32768, L"\"%ls\" --here %ls", self, words);
  PROCESS_INFORMATION process;
  if (!CreateProcessW(NULL, line, NULL, NULL, FALSE, EXTENDED_STARTUPINFO_PRESENT, NULL, NULL, &startup.StartupInfo, &process)) return 93;
  WaitForSingleObject(process.hProcess, INFINITE);
  DWORD code = 94;
  GetExitCodeProcess(process.hProcess, &code);
  return (int)code;
}

int wmain(int argc, wchar_t **argv) {
  wchar_t *line = wcsstr(GetCommandLineW(), L" -- ");
  if (argc < 6 || !line) return 90;
  if (!wcscmp(argv[1], L"--here")) return run_here(wcstoul(argv[2], NULL, 10), argv[3], argv[4], line + 4);
  wchar_t *words = wcsstr(GetCommandLineW(), argv[1]);
  return words ? run_in_console(words) : 90;
}
