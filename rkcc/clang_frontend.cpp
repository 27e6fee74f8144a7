// SPDX-License-Identifier: MIT
// Clang 19 in this process: the one C++ file, because Clang has no C interface for compiling. Our
// headers come from memory, the source and what it includes from the disk, the object stays in
// memory. The C++ interface drifts with every release of Clang; nothing outside this file sees it.
#include "clang.h"

#include <clang/Basic/Diagnostic.h>
#include <clang/Basic/FileManager.h>
#include <clang/CodeGen/CodeGenAction.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/CompilerInvocation.h>
#include <clang/Frontend/TextDiagnosticPrinter.h>
#include <clang/Lex/PPCallbacks.h>
#include <clang/Lex/Preprocessor.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/VirtualFileSystem.h>
#include <llvm/Support/raw_ostream.h>

#include <cstring>

extern "C" {
void LLVMInitializeBPFTargetInfo(void);
void LLVMInitializeBPFTarget(void);
void LLVMInitializeBPFTargetMC(void);
void LLVMInitializeBPFAsmPrinter(void);
void LLVMInitializeBPFAsmParser(void);
}

namespace
{

constexpr char header_dir[] = "/rkcc/include";

// Clang's driver passes these for -target bpf -mcpu=v3 -g, but for the paths: no folder of the
// system is searched, and the debug information does not name the folder of the build.
const char *const fixed_args[] = {"-triple", "bpf", "-emit-obj", "-disable-free",
	"-clear-ast-before-backend", "-disable-llvm-verifier", "-discard-value-names",
	"-mrelocation-model", "static", "-mframe-pointer=all", "-target-cpu", "v3",
	"-debug-info-kind=constructor", "-dwarf-version=5", "-fdebug-compilation-dir=/rkcc",
	"-fdebug-prefix-map=/rkcc=", "-fgnuc-version=4.2.1", "-vectorize-loops", "-vectorize-slp",
	"-faddrsig", "-ferror-limit", "19", "-nobuiltininc", "-nostdsysteminc", "-internal-isystem",
	header_dir, "-O2", "-x", "c"};

// Prints as Clang does, and reports each diagnostic in parts for the machine-readable formats.
class Reporter : public clang::TextDiagnosticPrinter
{
      public:
	Reporter(llvm::raw_ostream &out, clang::DiagnosticOptions *opts, const rk_clang_sink *sink)
	    : TextDiagnosticPrinter(out, opts), sink(sink)
	{
	}

	void HandleDiagnostic(
		clang::DiagnosticsEngine::Level level, const clang::Diagnostic &d) override
	{
		static const char *const names[] = {
			"ignored", "note", "remark", "warning", "error", "error"};
		llvm::SmallString<256> text, record;
		llvm::raw_svector_ostream out(record);
		clang::PresumedLoc at;

		TextDiagnosticPrinter::HandleDiagnostic(level, d);
		if (d.hasSourceManager() && d.getLocation().isValid())
			at = d.getSourceManager().getPresumedLoc(d.getLocation());
		d.FormatDiagnostic(text);
		out << names[level] << '\0' << (at.isValid() ? at.getFilename() : "") << '\0'
		    << (at.isValid() ? at.getLine() : 0) << '\0'
		    << (at.isValid() ? at.getColumn() : 0) << '\0' << text << '\0';
		sink->put(sink->data, RK_CLANG_DIAG, record.data(), record.size());
	}

      private:
	const rk_clang_sink *sink;
};

// Does the result depend on the target? Only through the macros that name it: the triple is bpf
// either way. A source that never looks at one is compiled once for all targets.
class ArchWatch : public clang::PPCallbacks
{
      public:
	explicit ArchWatch(bool &seen) : seen(seen)
	{
	}

	void look(const clang::Token &t)
	{
		const clang::IdentifierInfo *id = t.getIdentifierInfo();

		if (id && id->getName().starts_with("__TARGET_ARCH_"))
			seen = true;
	}
	void MacroExpands(const clang::Token &t, const clang::MacroDefinition &, clang::SourceRange,
		const clang::MacroArgs *) override
	{
		look(t);
	}
	void Defined(
		const clang::Token &t, const clang::MacroDefinition &, clang::SourceRange) override
	{
		look(t);
	}
	void Ifdef(clang::SourceLocation, const clang::Token &t,
		const clang::MacroDefinition &) override
	{
		look(t);
	}
	void Ifndef(clang::SourceLocation, const clang::Token &t,
		const clang::MacroDefinition &) override
	{
		look(t);
	}

      private:
	bool &seen;
};

class Emit : public clang::EmitObjAction
{
      public:
	explicit Emit(bool &arch) : arch(arch)
	{
	}

      protected:
	bool BeginSourceFileAction(clang::CompilerInstance &ci) override
	{
		ci.getPreprocessor().addPPCallbacks(std::make_unique<ArchWatch>(arch));
		return EmitObjAction::BeginSourceFileAction(ci);
	}

      private:
	bool &arch;
};

void init_target()
{
	LLVMInitializeBPFTargetInfo();
	LLVMInitializeBPFTarget();
	LLVMInitializeBPFTargetMC();
	LLVMInitializeBPFAsmPrinter();
	LLVMInitializeBPFAsmParser(); // inline assembly
}

llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files()
{
	auto memory = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
	auto both = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(
		llvm::vfs::getRealFileSystem());

	for (size_t i = 0; i < rk_headers_n; i++) {
		const rk_header &h = rk_headers[i];
		llvm::StringRef text(reinterpret_cast<const char *>(h.bytes), h.size);

		memory->addFile(llvm::Twine(header_dir) + "/" + h.name, 0,
			llvm::MemoryBuffer::getMemBuffer(text, h.name, false));
	}
	both->pushOverlay(memory);
	return both;
}

bool run(clang::CompilerInstance &ci, const char *source, const char *const *args, size_t n_args,
	bool color, const rk_clang_sink *sink, llvm::raw_ostream &text)
{
	llvm::SmallVector<const char *, 64> argv(std::begin(fixed_args), std::end(fixed_args));
	llvm::SmallVector<char, 0> object;
	const char *base = strrchr(source, '/');
	bool arch = false;

	argv.append(args, args + n_args);
	argv.append({"-main-file-name", base ? base + 1 : source, source});
	auto *opts = new clang::DiagnosticOptions; // owned by the engine
	opts->ShowColors = color;
	ci.setVerboseOutputStream(text); // "1 error generated."
	ci.createDiagnostics(new Reporter(text, opts, sink));
	if (!clang::CompilerInvocation::CreateFromArgs(
		    ci.getInvocation(), argv, ci.getDiagnostics()))
		return false;
	ci.getDiagnosticOpts().ShowColors = color;
	ci.createFileManager(files());
	ci.setOutputStream(std::make_unique<llvm::raw_svector_ostream>(object));
	Emit action(arch);
	bool ok = ci.ExecuteAction(action);
	if (arch)
		sink->put(sink->data, RK_CLANG_ARCH, nullptr, 0);
	if (ok)
		sink->put(sink->data, RK_CLANG_OBJECT, object.data(), object.size());
	return ok;
}

} // namespace

extern "C" bool rk_clang_compile(const char *source, const char *const *args, size_t n_args,
	bool color, const rk_clang_sink *sink)
{
	clang::CompilerInstance ci;
	std::string text;
	llvm::raw_string_ostream out(text);

	init_target();
	bool ok = run(ci, source, args, n_args, color, sink, out);
	out.flush();
	sink->put(sink->data, RK_CLANG_TEXT, text.data(), text.size());
	sink->put(sink->data, RK_CLANG_END, nullptr, 0);
	return ok;
}
