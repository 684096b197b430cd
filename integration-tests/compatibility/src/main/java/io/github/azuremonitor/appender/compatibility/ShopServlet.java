package io.github.azuremonitor.appender.compatibility;

import jakarta.servlet.http.HttpServlet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Of a war: logs through its own Logback when it begins and ends. */
public class ShopServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    public void init() {
        logger().info("logback: shop opens");
    }

    @Override
    public void destroy() {
        logger().info("logback: shop closes");
    }

    private static Logger logger() {
        return LoggerFactory.getLogger("com.example.Shop");
    }
}
