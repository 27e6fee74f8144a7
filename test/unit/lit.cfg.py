# Each test/unit/NAME.c is a program of its own: built as BUILD/unit/NAME, silent and 0 on success.
import os
import lit.formats
import lit.Test

class Unit(lit.formats.TestFormat):
    def getTestsInDirectory(self, suite, path, litConfig, localConfig):
        here = suite.getSourcePath(path)
        for f in sorted(os.listdir(here)):
            name, ext = os.path.splitext(f)
            if ext == '.c' and os.path.exists(os.path.join(config.unit_dir, name)):
                yield lit.Test.Test(suite, path + (name,), localConfig)

    def execute(self, test, litConfig):
        exe = os.path.join(test.config.unit_dir, test.path_in_suite[-1])
        out, err, code = lit.util.executeCommand([exe], env=test.config.environment,
                                                 timeout=litConfig.maxIndividualTestTime)
        if code == 77:
            return lit.Test.UNSUPPORTED, out + err
        return (lit.Test.PASS, '') if code == 0 else (lit.Test.FAIL, 'exit %d\n' % code + out + err)

config.name = 'unit'
config.test_source_root = os.path.dirname(__file__)
build = os.path.abspath(lit_config.params.get('build', 'build'))
config.test_exec_root = os.path.join(build, 'test-unit')
config.unit_dir = os.path.join(build, 'unit')
shared = os.path.abspath(os.path.join(config.test_source_root, '../../../shared'))
if os.path.isdir(shared):
    config.environment['RK_SHARED'] = shared
config.test_format = Unit()
