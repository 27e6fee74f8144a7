# The test format of test/unit: a module of its own, so that lit's workers can unpickle it.
import os
import lit.formats
import lit.Test
import lit.util


class Unit(lit.formats.TestFormat):
    def __init__(self, folder):
        self.folder = folder

    def getTestsInDirectory(self, suite, path, litConfig, localConfig):
        here = suite.getSourcePath(path)
        for f in sorted(os.listdir(here)):
            name, ext = os.path.splitext(f)
            if ext == '.c' and os.path.exists(os.path.join(self.folder, name)):
                yield lit.Test.Test(suite, path + (name,), localConfig)

    def execute(self, test, litConfig):
        exe = os.path.join(self.folder, test.path_in_suite[-1])
        out, err, code = lit.util.executeCommand([exe], env=test.config.environment,
                                                 timeout=litConfig.maxIndividualTestTime)
        if code == 77:
            return lit.Test.UNSUPPORTED, out + err
        return (lit.Test.PASS, '') if code == 0 else (lit.Test.FAIL, 'exit %d\n' % code + out + err)
