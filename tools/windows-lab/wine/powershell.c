// powershell.exe of the lab: starts the .NET beside it with the one setting that .NET needs on Wine. It is set here and not in
// the environment because the guardian of a guarded full sync starts with an empty one.
#include <windows.h>
#include <stdio.h>

typedef int(__cdecl *start_dotnet)(int, const wchar_t **, const wchar_t *, const wchar_t *, const wchar_t *);

int wmain(int argc, wchar_t **argv) {
  wchar_t program[1024], folder[1024], library[1100], app[1100];
  GetModuleFileNameW(NULL, program, 1024);
  wcscpy(folder, program);
  *wcsrchr(folder, L'\\') = 0;
  swprintf(library, 1100, L"%ls\\hostfxr.dll", folder);
  swprintf(app, 1100, L"%ls\\pwsh.dll", folder);
  SetEnvironmentVariableW(L"DOTNET_EnableWriteXorExecute", L"0");
  HMODULE module = LoadLibraryW(library);
  if (!module) return 90;
  start_dotnet start = (start_dotnet)(void *)GetProcAddress(module, "hostfxr_main_startupinfo");
  if (!start) return 91;
  return start(argc, (const wchar_t **)argv, program, folder, app);
}
