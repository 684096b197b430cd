package io.github.azuremonitor.appender.compatibility;

import com.microsoft.azure.functions.ExecutionContext;
import java.lang.reflect.Proxy;
import java.util.logging.Logger;

/** Calls the function of the snippet and halts when it has returned: what was not flushed then is lost. */
public final class FunctionProgram {
    private FunctionProgram() {}

    /** No arguments. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        Class<?> type = Class.forName("com.example.functions.OrderFunction");
        Object function = type.getConstructor().newInstance();
        Object context = Proxy.newProxyInstance(
                FunctionProgram.class.getClassLoader(),
                new Class<?>[] {ExecutionContext.class},
                (proxy, method, values) -> method.getName().equals("getInvocationId") ? "call-1" : Logger.getGlobal());
        type.getMethod("run", String.class, ExecutionContext.class).invoke(function, "4711", context);
        Runtime.getRuntime().halt(0);
    }
}
